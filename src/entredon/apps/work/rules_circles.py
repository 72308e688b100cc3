"""The law about circles."""
