"""What waits for a second person's word, as pages show it: in a sentence, and with who may say yes."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.treasury import typed
from entredon.apps.treasury.models import MoneyAccount, Waiting
from entredon.apps.treasury.naming import AccountNames
from entredon.apps.value.queries import Eyes
from entredon.desk.telling import shown
from entredon.log.models import SideText
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.pure.formats import Day, Money

POLICY, PAYEE, APPROVER, EXCEPTION, COUNT, STEWARD = "policy", "payee", "approver", "exception", "count", "steward"


@dataclass(frozen=True, slots=True)
class WaitShown:
    """Something that waits, or waited: what it is, who said it and when, who confirmed it, and whether this reader may."""

    id: str
    what: str
    sentence: str
    why: str
    by: str
    at: str
    confirmed_by: str
    confirmed_at: str
    mine: bool
    may: bool
    leads: str


def find(slug: str, asked: str) -> str:
    """What is asked for by its id or the beginning of it. Raises Refused."""
    found = (
        list(Waiting.objects.filter(commons=slug, id__startswith=asked).values_list("id", flat=True)[:2])
        if asked
        else []
    )
    if len(found) != 1:
        raise Refused("Nothing here waits for a second person by {id}.", id=asked[:10])
    return str(found[0])


def open_for(slug: str) -> int:
    """How much waits."""
    return Waiting.objects.filter(commons=slug, confirmed="").count()


def rows(slug: str, eyes: Eyes, *, done: bool = False) -> list[WaitShown]:
    """What waits, the newest first; or what was confirmed."""
    found = Waiting.objects.filter(commons=slug)
    found = found.exclude(confirmed="") if done else found.filter(confirmed="")
    listed = list(found.order_by("-position"))
    texts = dict(
        SideText.objects.filter(commons=slug, name="reason", entry__in=[row.id for row in listed]).values_list(
            "entry", "text"
        )
    )
    return [_shown(slug, row, eyes, texts.get(row.id, "")) for row in listed]


def _shown(slug: str, row: Waiting, eyes: Eyes, why: str) -> WaitShown:
    mine = eyes.is_me(row.by)
    own = row.what in (PAYEE, STEWARD) and eyes.is_me(str(row.body.get("payee") or row.body.get("person", "")))
    may = not mine and not own and (eyes.inside if row.what == COUNT else eyes.steward)
    return WaitShown(
        row.id, row.what, _sentence(slug, row, eyes), why, eyes.name(row.by), row.at,
        eyes.name(row.confirmed_by) if row.confirmed else "", row.confirmed_at, mine, may, _leads(slug, row),
    )  # fmt: skip


def _sentence(slug: str, row: Waiting, eyes: Eyes) -> str:
    body: dict[str, Any] = row.body
    if row.what == POLICY:
        return _rules(body)
    if row.what == PAYEE:
        return (
            _("%(who)s wants to be paid to another account.") % {"who": eyes.name(str(body.get("payee") or row.by))}
            if (not str(body.get("payee", "")).startswith("x:"))
            else _("Somebody outside can be paid, or has another account.")
        )
    if row.what == APPROVER:
        return _("%(who)s, who is no steward, may approve payouts.") % {"who": eyes.name(str(body.get("person", "")))}
    if row.what == STEWARD:
        return _("%(who)s is a steward now; her yes to payments counts once another steward confirms it.") % {
            "who": eyes.name(str(body.get("person", "")))
        }
    if row.what == EXCEPTION:
        path = str(body.get("account", ""))
        least = shown(Money(int(body.get("least", 0)), path.rpartition(":")[2].upper()))
        name = AccountNames(slug, inside=eyes.inside).name(path)
        return _("“%(account)s” may fall to %(least)s.") % {"account": name, "least": least}
    till = MoneyAccount.objects.filter(commons=slug, id=body.get("account", "")).first()
    if till is None:
        return _("A till was counted.")
    counted = int(body.get("minor", 0))
    return _("In “%(till)s” were %(counted)s on %(day)s; by its book %(booked)s.") % {
        "till": till.id, "counted": shown(Money(counted, till.currency)), "day": shown(Day(str(body.get("day", "")))),
        "booked": shown(Money(int(body.get("expected", till.closing)), till.currency)),
    }  # fmt: skip


def _rules(body: dict[str, Any]) -> str:
    most = int(body.get("most", 0))
    approvals, days = int(body.get("approvals", 2)), int(body.get("cooling_days", 0))
    limit = _("up to %(most)s each") % {"most": shown(Money(most, "EUR"))} if most else _("of any amount")
    rest = ngettext("changed details rest one day", "changed details rest %(n)s days", days) % {"n": shown(days)}
    said = ngettext("%(n)s person says yes to payments", "%(n)s people say yes to payments", approvals)
    return f"{said % {'n': shown(approvals)}} {limit}; {rest}."


def _leads(slug: str, row: Waiting) -> str:
    return reverse("record:entry", args=[slug, short(row.id)])


def typed_most(most: int) -> str:
    """A limit as it stands in a field."""
    return typed.written(most, "EUR") if most else ""
