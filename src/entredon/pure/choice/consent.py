"""``consent@1``: nobody objects.

The statute. Choices are consent, reservation (said, and kept with the decision, but not in its way) and objection. Let roll be how
many may vote, voters how many did, and num/den the quorum's fraction.

1. Quorum: voters·den ≥ num·roll.
2. It passes where the quorum is met, at least one has answered, and no objection stands. Who objects can be talked with, and may
   change her answer until the close.
"""

from collections.abc import Mapping

NAME = "consent@1"
CONSENT, RESERVATION, OBJECTION = CHOICES = ("consent", "reservation", "objection")


def is_given(counts: Mapping[str, int]) -> bool:
    """Whether somebody has answered and nobody objects."""
    return counts[CONSENT] + counts[RESERVATION] > 0 and not counts[OBJECTION]
