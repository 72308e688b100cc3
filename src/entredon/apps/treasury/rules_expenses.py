"""The law about what people laid out and bills to pay."""
