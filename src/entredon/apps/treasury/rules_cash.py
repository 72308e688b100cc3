"""The law about cash and other money that no bank tells of."""
