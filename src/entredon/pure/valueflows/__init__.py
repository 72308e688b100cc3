"""Valueflows 1.0: the grammar in which every app leaves what happened. Values in, values out; nothing is stored here."""
