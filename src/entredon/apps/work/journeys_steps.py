"""The steps that a journey is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

PROPOSED, ADOPTED, MERGED, PARKED, DECLINED = "proposed", "adopted", "merged", "parked", "declined"
NEED, CLOSED, TAKEN = "need", "closed", "taken"
GIVEN, IMPORTED, WRITTEN, TOGETHER = "given", "imported", "written", "together"
REVIEWED, ACCEPTED, LEFT_OUT, CONTESTED, SETTLED = "reviewed", "accepted", "left out", "contested", "settled"
VERSION, LATER, MADE_OF = "version", "later", "made of"
SHARED = "shared"
IDEA_KINDS = (PROPOSED,)
WORK_KINDS = (GIVEN, IMPORTED, WRITTEN)
ANSWERS = (ADOPTED, MERGED, PARKED, DECLINED)


@dataclass(slots=True)
class Step:
    """Something that happened on the way. ``id`` is its own within the journey, ``entry`` its receipt, ``at`` when it happened.

    ``when`` is where it stands in time, never before what it came from; ``before``: it lies before what the journey began with.
    ``of`` is what it is about, ``text`` the words people gave it (``erased`` if those are gone), ``label`` what a version is
    called. ``count`` says how many: supporters of an idea, hands at a need, contributions that stand together. Amounts are in
    smallest units: what the work on the way brought in a share-out. Once a journey is made, its steps are only read.
    """

    id: str
    kind: str
    entry: str
    who: tuple[str, ...]
    at: str
    position: int
    when: str = ""
    state: str = ""
    of: str = ""
    text: str = ""
    erased: bool = False
    label: str = ""
    kind_of_work: str = ""
    measures: Mapping[str, int] = field(default_factory=dict)
    count: int = 0
    people: int = 0
    minor: int = 0
    currency: str = ""
    before: bool = False
