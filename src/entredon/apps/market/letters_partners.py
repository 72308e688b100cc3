"""Letters about partners: to who speaks for one, what became of what she proposed; to stewards, that somebody waits or leaves.

They follow from the record, so it doesn't matter whether a page, a decision or a command said it; nobody is told what she said herself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_noop

from entredon.apps.commons import queries as commons
from entredon.apps.decide import queries as decide
from entredon.apps.market import queries_orders, queries_partners, telling_once, words_partners
from entredon.apps.market.models import Agreement, Partner
from entredon.apps.market.queries_choosing import partner_named
from entredon.apps.people import queries as people
from entredon.desk import letters
from entredon.desk.telling import shown
from entredon.log import clock
from entredon.log.models import Entry, Key
from entredon.log.told import short
from entredon.pure.formats import Day
from entredon.pure.told import Told

ACCEPTED, CHANGED, DECLINED, ENDED, WAITS, LEAVES = "accepted", "changed", "declined", "ended", "waits", "leaves"
"""What a letter is about; the last two go to stewards."""
SUBJECTS = {
    ACCEPTED: gettext_noop("{name} is a partner of {commons}"),
    CHANGED: gettext_noop("Another agreement with {name} is in force"),
    DECLINED: gettext_noop("{commons} didn’t accept what {name} proposed"),
    ENDED: gettext_noop("The agreement with {name} ends"),
    WAITS: gettext_noop("{name} proposes an agreement"),
    LEAVES: gettext_noop("{name} ends its agreement"),
}
ANSWERED = timedelta(days=400)
"""What was proposed longer ago is not looked at any more, to see whether it was declined lately."""


@dataclass(frozen=True, slots=True)
class News:
    """Something that somebody is told: about a partner's agreement (``about`` its id, or the partner's where it ends), said by an
    entry."""

    what: str
    partner: Partner
    about: str
    entry: str
    agreement: Agreement | None = None


def send_due(slug: str = "", request: HttpRequest | None = None) -> int:
    """Write all letters that are due, in one commons or in each; returns how many."""
    slugs = [slug] if slug else sorted(set(Partner.objects.values_list("commons", flat=True)))
    return sum(_tell(request, one, news) for one in slugs for news in _lately(one))


def _lately(slug: str) -> Iterator[News]:
    """What happened to partners lately, that is still to be told."""
    since = telling_once.since()
    rows = Agreement.objects.filter(commons=slug).order_by("position")
    yield from _about(slug, WAITS, rows.filter(state="proposed", at__gte=since))
    yield from _about(slug, ACCEPTED, rows.filter(state="accepted", accepted_at__gte=since))
    declined = list(rows.filter(state="declined", at__gte=clock.stamp(clock.now() - ANSWERED)))
    fresh = _fresh(slug, [row.declined for row in declined])
    yield from _about(slug, DECLINED, [row for row in declined if row.declined in fresh])
    ended = list(Partner.objects.filter(commons=slug, ends__gte=since).order_by("position"))
    fresh = _fresh(slug, [row.ended for row in ended])
    for row in ended:
        if row.ended in fresh:
            yield News(ENDED, row, row.id, row.ended)


def _about(slug: str, what: str, rows: Iterable[Agreement]) -> Iterator[News]:
    found = list(rows)
    ids = {row.partner for row in found}
    partners = {one.id: one for one in Partner.objects.filter(commons=slug, id__in=ids)}
    replaced = Agreement.objects.filter(commons=slug, partner__in=ids, state="replaced").exclude(accepted="")
    before = set(replaced.values_list("partner", flat=True))
    for row in found:
        said = {WAITS: row.id, ACCEPTED: row.accepted, DECLINED: row.declined}[what]
        again = what == ACCEPTED and row.partner in before
        yield News(CHANGED if again else what, partners[row.partner], row.id, said, row)


def _fresh(slug: str, entries: list[str]) -> set[str]:
    """Those of these entries that were said lately."""
    rows = Entry.objects.filter(commons=slug, id__in=entries, at__gte=telling_once.since())
    return set(rows.values_list("id", flat=True))


def _tell(request: HttpRequest | None, slug: str, news: News) -> int:
    """Write to whom it concerns, but never to who said it."""
    author = _author(slug, news.entry)
    hers = author == news.partner.person
    what, persons = news.what, [news.partner.person]
    if what == WAITS or (hers and what == ENDED):
        what, persons = (WAITS if what == WAITS else LEAVES), people.stewards(slug)
    told = [person for person in persons if person != author]
    return telling_once.to_each(slug, news.about, what, told, lambda to: _post(request, slug, news, what, to))


def _author(slug: str, entry: str) -> str:
    """Who said something; "" where a decision was carried out, whoever did that."""
    row = Entry.objects.filter(commons=slug, id=entry).first()
    if row is None or queries_partners.decision_of(row):
        return ""
    return Key.objects.filter(commons=slug, id=row.by).values_list("person", flat=True).first() or ""


def _post(request: HttpRequest | None, slug: str, news: News, what: str, to: str) -> None:
    row, agreement = news.partner, news.agreement
    about = commons.commons(slug)
    page = reverse("market:partner", args=[slug, short(row.id)])
    with letters.in_language_of(to):
        name = partner_named(slug, row.id)
        context = {
            "what": what, "commons": about.name, "name": name,
            "gives": words_partners.given(agreement.gives) if agreement else [],
            "notice": words_partners.notice(agreement.notice_days) if agreement else "",
            "ends": shown(Day(row.ends[:10])) if row.ends else "",
            "because": queries_partners.reason_of(slug, news.entry),
            "by_decision": decide.by_decision(slug, "partner"),
            "known": queries_orders.details(slug, row.id) is not None,
            "link": letters.address(request, page),
            "law": letters.address(request, reverse("market:partner_details", args=[slug, short(row.id)])),
            "offering": letters.address(request, reverse("market:offering", args=[slug])),
        }  # fmt: skip
        letters.post(to, Told(SUBJECTS[what], name=name, commons=about.name), "market/letters/partner.txt", context)
