"""``entredon partner show, list``: who sells and makes, what each gives back, and what has come of it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli.amounts import money
from entredon.cli.common import printable
from entredon.cli.market import Json, Partner, Slug, called, in_a_row, listed, looks
from entredon.cli.words import counted, said
from entredon.pure.log import canonical

if TYPE_CHECKING:
    from entredon.apps.market.models import Partner as Row

ABLE = ("processes", "machines", "services", "languages")


def show(slug: Slug, partner: Partner, json: Json = False) -> None:
    """Show a partner: its agreement, what it can do, what it sold, gave back and still owes."""
    looks(slug)
    from entredon.apps.market.models import Partner as Partners
    from entredon.apps.market.queries_found import find_partner

    row = Partners.objects.get(commons=slug, id=find_partner(slug, partner))
    data = _plain(slug, row)
    if json:
        print(canonical.dumps(data).decode())
        return
    print(printable(_line(slug, row)))
    for line in (*_terms(data), *_able(data)):
        print(printable(line))
    for one in data["orders"]:
        orders = counted("{n:,} order completed", "{n:,} orders completed", one["count"])
        print(printable(said(
            "{orders}: {sold} sold, {part} given back or to be given back, {open} of it still to come.", orders=orders,
            sold=money(one["sold"], one["currency"]), part=money(one["give_back"], one["currency"]),
            open=money(one["open"], one["currency"]),
        )))  # fmt: skip


def list_(
    slug: Slug,
    everybody: Annotated[bool, typer.Option("--all", help="also who waits for a yes, and who has ended")] = False,
    json: Json = False,
) -> None:
    """List the partners of a commons."""
    looks(slug)
    from entredon.apps.market.models import Partner as Partners
    from entredon.log import clock

    now = clock.stamp()
    rows = Partners.objects.filter(commons=slug).order_by("position")
    found = [row for row in rows if everybody or (row.agreement and (not row.ends or now < row.ends))]
    lines = [] if json else [_line(slug, row) for row in found]
    listed(json, "partners", [_short(slug, row) for row in found], lines, said("There are no partners here yet."))


def _short(slug: str, row: "Row") -> dict[str, Any]:
    """A partner for programs, as lists have it."""
    from entredon.apps.market.queries_found import names

    named = ("what", "town", "person", "agreement", "since", "ends", *ABLE)
    return {"partner": row.id, "name": names(slug).get(row.id, ""), **{name: getattr(row, name) for name in named}}


def _plain(slug: str, row: "Row") -> dict[str, Any]:
    """A partner for programs, with its agreement, and what came of it by currency."""
    from entredon.apps.market.models import Agreement

    terms = Agreement.objects.filter(commons=slug, partner=row.id).order_by("-accepted_at", "-position").first()
    named = ("id", "gives", "creations", "name_use", "liable", "notice_days", "state")
    agreement = {name: getattr(terms, name) for name in named} if terms is not None else None
    return {**_short(slug, row), "terms": agreement, "orders": _orders(slug, row.id)}


def _orders(slug: str, partner: str) -> list[dict[str, Any]]:
    """What was completed, by currency: how many, for how much, what is given back of it, and what is still to come."""
    from django.db.models import Count, F, Sum

    from entredon.apps.market.models import Claim, Order

    rows = (
        Order.objects.filter(commons=slug, partner=partner, state="completed").values("currency").order_by("currency")
    )
    open_ = Claim.objects.filter(commons=slug, partner=partner).values("currency").order_by("currency")
    left = {row["currency"]: row["left"] for row in open_.annotate(left=Sum(F("minor") - F("paid")))}
    summed = rows.annotate(count=Count("id"), sold=Sum("minor"), part=Sum("give_back"))
    return [
        {"currency": row["currency"], "count": row["count"], "sold": row["sold"], "give_back": row["part"],
         "open": left.get(row["currency"], 0)}
        for row in summed
    ]  # fmt: skip


def _terms(data: dict[str, Any]) -> list[str]:
    """An agreement in lines."""
    from entredon.apps.market import words_partners as words

    terms = data["terms"]
    if terms is None:
        return []
    return [
        said("Gives back {gives}.", gives="; ".join(words.given(terms["gives"]))),
        words.liable(terms["liable"]),
        words.name_use(terms["name_use"]),
        words.notice(terms["notice_days"]),
    ]


def _able(data: dict[str, Any]) -> list[str]:
    """What a partner can do, in lines."""
    from entredon.apps.market import abilities

    told = {
        "processes": said("Can do: {words}", words=abilities.listed(data["processes"])),
        "machines": said("Has: {words}", words=abilities.listed(data["machines"])),
        "services": said("Offers: {words}", words=abilities.listed(data["services"])),
        "languages": said("Speaks: {words}", words=abilities.spoken(data["languages"])),
    }
    return [told[name] for name in ABLE if data[name]]


def _line(slug: str, row: "Row") -> str:
    """A partner in a line."""
    from entredon.apps.market import words_partners as words

    if not row.agreement:
        state = said("waits for a yes")
    else:
        state = (
            said("ends on {day}", day=row.ends[:10]) if row.ends else said("partner since {day}", day=row.since[:10])
        )
    return in_a_row(row.id[:10], called(slug, row.id), words.what(row.what), state)
