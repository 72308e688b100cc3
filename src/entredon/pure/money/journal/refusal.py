"""Why something isn't booked."""

from entredon.pure.told import Told


class NotBooked(Told, ValueError):
    """What can't stand in the journal, so nothing of it was booked. The text is a sentence for people."""
