"""The law about the books as a whole: plans, reserves, closed years."""
