"""Money: accounts, journal, books, statements and payouts as pure values. Amounts are integers of smallest units, never floats."""
