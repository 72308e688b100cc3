"""What can be said about sharing: which rule is adopted, and who has signed it."""

from typing import Any, ClassVar

from entredon.log.registry import Fact


class RuleAdopted(Fact, frozen=True, kw_only=True):
    """From here on income is shared by this rule; one by fixed parts waits for the signatures of all it names.

    The second entry of every log adopts the common pot. ``rule`` is what ``pure.value.reading`` reads; fields left out
    take their defaults.
    """

    kind: ClassVar[str] = "value.rule_adopted"

    rule: dict[str, Any]


class RuleSigned(Fact, frozen=True, kw_only=True):
    """Somebody named in a rule by fixed parts agrees with it. ``rule`` is the entry that adopted it."""

    kind: ClassVar[str] = "value.rule_signed"

    rule: str
