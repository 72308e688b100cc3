"""Which of several things a button was pressed for, as forms send it back."""

LONGEST = 18
"""Digits of the greatest number a database gives to a row."""


def number(text: str | None) -> int:
    """The number of a row; 0, which no row has, for anything else that may come."""
    text = text or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else 0
