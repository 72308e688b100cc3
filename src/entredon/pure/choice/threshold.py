"""``threshold@1``: enough of the votes are yes.

The statute. Choices are yes, no and abstain. Let roll be how many may vote, voters how many did, and num/den a fraction.

1. Quorum: voters·den ≥ num·roll of the quorum's fraction.
2. Base: yes + no (``votes``), yes + no + abstain (``cast``), or the roll (``roll``).
3. Threshold: yes·den ≥ num·base of the threshold's fraction; where it is strict, yes·den > num·base.
4. It passes where quorum and threshold are met and at least one vote is yes. There are no ties left to break: equal numbers
   either meet the threshold or they don't.
"""

from collections.abc import Mapping

NAME = "threshold@1"
YES, NO, ABSTAIN = CHOICES = ("yes", "no", "abstain")


def base_of(counts: Mapping[str, int], roll: int, base: str) -> int:
    """What the threshold is a part of."""
    votes = counts[YES] + counts[NO]
    return {"votes": votes, "cast": votes + counts[ABSTAIN], "roll": roll}[base]


def is_met(yes: int, base: int, threshold: tuple[int, int], *, strict: bool) -> bool:
    """Whether so many of the base are enough."""
    num, den = threshold
    return yes > 0 and (yes * den > num * base if strict else yes * den >= num * base)
