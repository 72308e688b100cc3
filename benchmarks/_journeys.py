"""A long way for somebody's idea: needs, people who take them, work, versions that build on each other, share-outs."""

from typing import Any

NEEDS = 95
PIECES = 8
VERSIONS = 20
SHARED = 12


def journey(slug: str, keys: list[Any], creation: str) -> str:
    """An idea that became 95 needs, met by 760 contributions of everybody, in 20 versions with 12 share-outs: with answers,
    acceptances and who took what, about a thousand steps. Returns the idea's id.

    The steward's key comes first in ``keys``; by the rule that she adopts here, whatever is accepted counts at once.
    """
    from entredon.apps.library.entries import Input, Released
    from entredon.apps.treasury.entries import Received
    from entredon.apps.value import sharing
    from entredon.apps.value.entries import RuleAdopted
    from entredon.apps.work.entries import Accepted, Contributed
    from entredon.apps.work.entries_ideas import IdeaAnswered, Proposed
    from entredon.apps.work.entries_needs import Needed, Taken
    from entredon.log.door import Saying, append, append_many
    from entredon.pure.value.rule import Rule

    steward, others = keys[0], keys[1:] or keys
    append(slug, RuleAdopted(rule=Rule("flow", pools={"other": 1_000_000}, contest_days=0).data()), steward)
    idea = append(slug, Proposed(), others[0], {"title": "Fold the boot lid", "text": "It would leave more room."}).id
    asked = [
        Saying(Needed(work="design", creation=creation, ideas=(idea,)), steward, {"title": f"Piece {n}"})
        for n in range(NEEDS)
    ]
    needs = [said.id for said in append_many(slug, asked)]
    append(slug, IdeaAnswered(idea=idea, outcome="adopted", creation=creation, needs=tuple(needs[:20])), steward)
    before = ""
    for version in range(VERSIONS):
        sayings = []
        for n, need in list(enumerate(needs))[version::VERSIONS]:
            sayings.append(Saying(Taken(need=need), others[n % len(others)]))
            for piece in range(PIECES):
                fact = Contributed(creation=creation, work="design", need=need, done=piece == PIECES - 1)
                sayings.append(Saying(fact, others[n % len(others)], {"note": f"Part {piece} of piece {n}"}))
        append_many(slug, sayings)
        inputs = (Input(version=before, weight=3),) if before else ()
        before = append(slug, Released(creation=creation, name=f"lid {version}", own=1, inputs=inputs), steward).id
        append(slug, Accepted(version=before), steward)
        if version >= VERSIONS - SHARED:
            income = append(slug, Received(version=before, minor=100_000 + version, currency="EUR"), steward).id
            sharing.share_income(slug, income, steward)
    return idea
