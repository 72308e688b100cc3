"""Whether what was published of a commons and its database fit together: every page asks, so it costs next to nothing.

The whole truth about it (is an older root still in the tree?) is asked where something is appended.
"""

from collections.abc import Mapping

from entredon.log import checkpoints
from entredon.log.checkpoints import Published, RolledBack
from entredon.log.models import Log
from entredon.pure.log import tree

State = tuple[int, bytes]
"""Size and hashes of a log: equal only when everything in it is equal."""


def published(slug: str) -> Published | RolledBack:
    """What was published, or why it can't be read. Ask before the state: what is published is in the database already."""
    try:
        return checkpoints.published(slug)
    except RolledBack as trouble:
        return trouble


def fitting(slug: str, published: Published | RolledBack, state: State) -> Published:
    """What was published, when nothing speaks against the database holding it. Raises RolledBack."""
    if isinstance(published, RolledBack):
        raise published
    size, hashes = state
    if published.size > size:
        raise RolledBack(
            "The public record of {slug} was published up to {size} entries, but the database holds {size2}: an older "
            "backup was put back. Bring the missing entries back from an outside copy.",
            slug=slug,
            size=published.size,
            size2=size,
        )
    parts = [hashes[at : at + 32] for at in range(0, len(hashes), 32)]
    if published.size == size and tree.CompactRange(size, parts).root() != published.root:
        raise RolledBack(
            "The database holds another history of {slug} than the one that was published. Compare with an outside "
            "copy.",
            slug=slug,
        )
    return published


def fits(slug: str, published: Published | RolledBack, state: State) -> bool:
    """Whether nothing speaks against it."""
    try:
        fitting(slug, published, state)
    except RolledBack:
        return False
    return True


def damaged(states: Mapping[str, State]) -> list[str]:
    """Which of these commons can't be shown, given their states."""
    return [slug for slug, state in states.items() if not fits(slug, published(slug), state) and _still(slug)]


def _still(slug: str) -> bool:
    """Whether it is so when asked in the right order: perhaps something was published just after the state was read."""
    before = published(slug)
    now = Log.objects.filter(slug=slug).values_list("size", "hashes").first()
    return now is not None and not fits(slug, before, (now[0], bytes(now[1])))


def states() -> dict[str, State]:
    """The state of every log here, in the order of their names."""
    return {slug: state for slug, (state, _shown) in heads().items()}


def heads() -> dict[str, tuple[State, int]]:
    """The same with how often something private that pages show has changed there."""
    rows = Log.objects.order_by("slug").values_list("slug", "size", "hashes", "shown")
    return {slug: ((size, bytes(hashes)), shown) for slug, size, hashes, shown in rows}
