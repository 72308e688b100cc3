"""Four charters to begin with. Each can be taken as it is, or changed before it is adopted."""

from collections.abc import Mapping
from types import MappingProxyType

from entredon.pure.choice import consent, threshold
from entredon.pure.choice.charter import Charter, Lever, Type

_MOST = {"EUR": 100_000}

STEWARDS = Charter(
    "stewards",
    types=(
        Type(
            id="everyday", who=("stewards",), opens=("members",), method=consent.NAME, quorum=(1, 2),
            discuss=1, vote=3, challenge=1, early=True,
        ),
        Type(
            id="big", who=("members",), opens=("members",), method=threshold.NAME, threshold=(2, 3), strict=False,
            quorum=(1, 4), discuss=7, vote=7, challenge=3, early=True,
        ),
    ),
    levers={
        "sharing": Lever("big"), "partner": Lever("everyday"), "budget": Lever("everyday", _MOST), "steward": Lever("big"),
        "charter": Lever("big"), "words": Lever("everyday"),
    },
)  # fmt: skip
"""Stewards settle daily things among themselves by consent; what everybody lives by, all members vote on."""

CONSENT = Charter(
    "consent",
    types=(
        Type(
            id="everyday", who=("members",), opens=("members",), method=consent.NAME, quorum=(1, 5),
            discuss=3, vote=5, challenge=3, early=True,
        ),
        Type(
            id="big", who=("members",), opens=("members",), method=consent.NAME, quorum=(1, 3),
            discuss=7, vote=7, challenge=3, early=True,
        ),
        Type(
            id="charter", who=("members",), opens=("members",), method=threshold.NAME, threshold=(4, 5), strict=False,
            quorum=(1, 3), discuss=14, vote=7, challenge=7, early=False,
        ),
    ),
    levers={
        "sharing": Lever("big"), "partner": Lever("everyday"), "budget": Lever("everyday", _MOST), "steward": Lever("big"),
        "charter": Lever("charter"), "words": Lever("everyday"),
    },
)  # fmt: skip
"""Members go on where nobody objects. Only the charter itself is voted on, so that one person can't hold everything for ever."""

VOTE = Charter(
    "vote",
    types=(
        Type(
            id="everyday", who=("members",), opens=("members",), method=threshold.NAME, threshold=(1, 2), strict=True,
            quorum=(1, 5), discuss=3, vote=5, challenge=3, early=True,
        ),
        Type(
            id="big", who=("members",), opens=("members",), method=threshold.NAME, threshold=(2, 3),
            strict=False, quorum=(1, 3), discuss=7, vote=7, challenge=3, early=True,
        ),
    ),
    levers={
        "sharing": Lever("big"), "partner": Lever("everyday"), "budget": Lever("everyday", _MOST), "steward": Lever("big"),
        "charter": Lever("big"), "words": Lever("everyday"),
    },
)  # fmt: skip
"""Members vote: more than half for daily things, two thirds for what everybody lives by."""

PARTNERS = Charter(
    "partners",
    types=(
        Type(
            id="everyday", who=("members",), opens=("members",), method=threshold.NAME, threshold=(1, 2), strict=True,
            quorum=(1, 5), discuss=3, vote=5, challenge=3, early=True,
        ),
        Type(
            id="work", who=("contributors", "stewards"), opens=("contributors", "stewards"), method=threshold.NAME,
            threshold=(2, 3), strict=False, quorum=(1, 3), discuss=7, vote=7, challenge=3, early=True,
        ),
        Type(
            id="market", who=("contributors", "partners", "stewards"), opens=("contributors", "partners", "stewards"),
            method=threshold.NAME, threshold=(1, 2), strict=True, quorum=(1, 5), discuss=3, vote=5, challenge=3, early=True,
        ),
        Type(
            id="house", who=("contributors", "stewards"), opens=("members",), method=consent.NAME, quorum=(1, 5),
            discuss=3, vote=5, challenge=3, early=True,
        ),
        Type(
            id="big", who=("members",), opens=("members",), method=threshold.NAME, threshold=(2, 3), strict=False,
            quorum=(1, 3), discuss=7, vote=7, challenge=3, early=True,
        ),
    ),
    levers={
        "sharing": Lever("work"), "partner": Lever("market"), "budget": Lever("house", _MOST), "steward": Lever("big"),
        "charter": Lever("big"), "words": Lever("everyday"),
    },
)  # fmt: skip
"""Each decides where it concerns them: those who work about sharing, partners too about partners, all about the charter."""

TEMPLATES: Mapping[str, Charter] = MappingProxyType(
    {charter.name: charter for charter in (STEWARDS, CONSENT, VOTE, PARTNERS)}
)
"""The four by their names."""
