"""What peers can say about a contribution, and how many of them it takes."""

from typing import ClassVar, Literal

from entredon.log.registry import Fact


class ReviewRuleAdopted(Fact, frozen=True, kw_only=True):
    """A steward sets how contributions are reviewed from here on: by so many of the members, keepers or stewards."""

    kind: ClassVar[str] = "work.review_rule_adopted"

    reviewers: int
    who: Literal["members", "keepers", "stewards"] = "members"


class Reviewed(Fact, frozen=True, kw_only=True):
    """A peer accepts a contribution, asks for more, or declines it, the last two with a ``reason``. Nobody reviews her own work.

    ``until`` is how many entries the public record had when she looked: what its author added later she hasn't seen.
    """

    kind: ClassVar[str] = "work.reviewed"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    flow: str
    verdict: Literal["accept", "more", "decline"]
    until: int
