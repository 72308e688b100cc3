"""``fixed@1``: an income divided in fixed parts, exactly, with cents by largest remainder."""

from collections.abc import Mapping

from entredon.pure.value.cents import apportion
from entredon.pure.value.rule import WHOLE


def divide(income: int, top: Mapping[str, int], parts: Mapping[str, int], seed: str) -> dict[str, int]:
    """Smallest units for each of the top (parts per million) and each person (weights); they add up to the income."""
    weights = sum(parts.values())
    rest = WHOLE - sum(top.values())
    shares = {to: share * weights for to, share in top.items()}
    for person, weight in parts.items():
        if person in shares:
            raise ValueError(f"{person} can't be both at the top and a person")
        shares[person] = rest * weight
    return apportion(income, shares, seed)
