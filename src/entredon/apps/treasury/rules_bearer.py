"""The law about who bears the money, its accounts, and second words."""
