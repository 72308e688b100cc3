"""What other apps read about how much somebody has given: what was accepted of it, and how long it took as far as she said."""

from decimal import Decimal
from typing import NamedTuple

from entredon.apps.flows import queries as flows
from entredon.apps.work import listing
from entredon.apps.work.mine import ids_of
from entredon.log.pages import remembered


class GivenBy(NamedTuple):
    """Contributions of somebody: how many are accepted and how many wait for a word; the minutes of the accepted ones, as she told
    them."""

    accepted: int
    waiting: int
    minutes: int


def _given_since(slug: str, person: str, since: str) -> GivenBy:
    """What somebody has told of her work from a moment on, under all her names here. A few questions, however much it is."""
    events = [one for one in flows.work_by(slug, list(ids_of(slug, person))) if one.at >= since]
    standing = listing.standing(slug)
    accepted = {one.id for one in standing.counting(events)}
    waiting = sum(1 for one in events if standing.of(one) is None)
    efforts = (one.effort for one in flows.flows_named(slug, accepted) if one.effort)
    minutes = sum((Decimal(hours) * 60 for hours in efforts), Decimal(0))
    return GivenBy(len(accepted), waiting, int(minutes))


given_since = remembered(_given_since, 256)
