"""Texts that several people write: what differs between two of them, and how two changes of one text are put together."""
