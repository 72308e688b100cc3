"""A year of money as bars and bands: from where it came, through the commons, to where it went and what is still there."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.treasury.accounts_told import Accounts
from entredon.apps.treasury.going import Going

MOST = 6
"""So many kinds are drawn on each side; smaller ones become one."""
HUB = "hub"


def picture(one: Going, accounts: Accounts, query: str) -> dict[str, Any] | None:
    """Bars and bands of a time in one currency; None where there is too little to draw."""
    came = _kinds("in", one.came, accounts, query)
    went = _kinds("out", one.went, accounts, query)
    if len(came) + len(went) < 2:
        return None
    reserves = reverse("treasury:reserves", args=[accounts.slug])
    _more(came, "before", _("There before"), max(one.before, 0), reserves)
    _more(went, "short", _("Was overdrawn before"), max(-one.before, 0), reserves)
    _more(came if one.unsaid > 0 else went, "unsaid", _("Nobody has said yet"), abs(one.unsaid), "")
    _more(went, "there", _("Still there"), max(one.stands.there, 0), reserves)
    _more(came, "overdrawn", _("Is overdrawn"), max(-one.stands.there, 0), reserves)
    whole = sum(bar["value"] for bar in came)
    if whole != sum(bar["value"] for bar in went) or any(bar["value"] < 0 for bar in (*came, *went)):
        return None  # more was taken back than came: bands can't show that, the tables do
    hub = {"id": HUB, "column": 1, "name": _("This commons"), "value": whole, "tone": "association"}
    bars = [bar | {"column": 0, "tone": "community"} for bar in came] + [hub]
    bars += [bar | {"column": 2, "tone": "coalition"} for bar in went]
    bands = [{"source": bar["id"], "target": HUB, "value": bar["value"], "href": bar["href"]} for bar in came]
    bands += [{"source": HUB, "target": bar["id"], "value": bar["value"], "href": bar["href"]} for bar in went]
    return {"nodes": bars, "links": bands}


def _kinds(side: str, sums: dict[str, int], accounts: Accounts, query: str) -> list[dict[str, Any]]:
    """The largest kinds of one side, and the rest as one."""
    bars = [
        {
            "id": f"{side}-{path}",
            "name": accounts.kind(path),
            "value": minor,
            "href": accounts.told(path, f"{query}&moved=1").href,
        }
        for path, minor in list(sums.items())[:MOST]
    ]
    _more(bars, f"{side}-more", _("All else"), sum(list(sums.values())[MOST:]), "")
    return bars


def _more(bars: list[dict[str, Any]], id: str, name: str, minor: int, href: str) -> None:
    if minor:
        bars.append({"id": id, "name": name, "value": minor, "href": href})
