"""What pages and other apps read about offers: what can be bought, from whom, at which price."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from entredon.apps.market import splitting
from entredon.apps.market.models import Offer, OfferOn, Partner
from entredon.apps.market.queries_choosing import partner_named
from entredon.apps.market.queries_found import find_offer, names, texts_called
from entredon.log import clock
from entredon.log.models import SideText
from entredon.log.pages import remembered
from entredon.pure.value import give_back

OPEN, WAITING, ENDED = "open", "waiting", "ended"
MADE_TO_ORDER = -1


@dataclass(frozen=True, slots=True)
class OfferShown:
    """Something that can be bought. Texts are "" once they are erased; ``back`` is what comes back to the commons of the price of one."""

    id: str
    partner: str
    seller: str
    person: str
    town: int
    what: str
    on: tuple[str, ...]
    minor: int
    currency: str
    unit: str
    vat_ppm: int
    margin: int
    parts: tuple[tuple[str, int], ...]
    joined: tuple[str, ...]
    stock: int
    days: int
    until: str
    pay: str
    withdraw_days: int
    state: str
    title: str
    text: str
    back: int
    at: str

    @property
    def joint(self) -> bool:
        """Whether several sell it together."""
        return len(self.parts) > 1

    @property
    def over(self) -> bool:
        """Whether its last day is past."""
        return bool(self.until) and self.until < clock.stamp()[:10]

    @property
    def can_be_asked_for(self) -> bool:
        """Whether somebody can ask for it now."""
        return self.state == OPEN and not self.over and self.stock != 0

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The partners who have yet to join it."""
        return tuple(partner for partner, _ppm in self.parts if partner not in self.joined and partner != self.partner)


def ended_partners(slug: str) -> list[str]:
    """Partners whose agreement is over by now: what they offered can't be asked for any more."""
    rows = Partner.objects.filter(commons=slug, ends__gt="", ends__lte=clock.stamp())
    return list(rows.values_list("id", flat=True))


def standing(slug: str, *, what: str = "", q: str = "", partner: str = "", on: str = "") -> QuerySet[Offer]:
    """The offers that can be asked for now, the newest first; of a kind, with these words, of a partner, for a creation or version."""
    today = clock.stamp()[:10]
    rows = Offer.objects.filter(commons=slug, state=OPEN).exclude(stock=0).filter(Q(until="") | Q(until__gte=today))
    if ended := ended_partners(slug):
        rows = rows.exclude(partner__in=ended)
    rows = rows.filter(what=what) if what else rows
    rows = rows.filter(partner=partner) if partner else rows
    if on:
        rows = rows.filter(Exists(OfferOn.objects.filter(commons=slug, offer=OuterRef("id"), what=on)))
    for word in q.split()[:6]:
        rows = rows.filter(_says(slug, word))
    return rows.order_by("-position", "id")


def _says(slug: str, word: str) -> Q:
    """Offers whose title, text or seller's name has a word."""
    texts = SideText.objects.filter(
        commons=slug, entry=OuterRef("id"), name__in=("title", "text"), text__icontains=word
    )
    sellers = [id for id, name in names(slug).items() if word.casefold() in name.casefold()]
    return Q(Exists(texts)) | (Q(partner__in=sellers[:200]) if sellers else Q(pk__in=[]))


def kinds(slug: str, rows: QuerySet[Offer]) -> dict[str, int]:
    """How many there are of each kind."""
    return dict(rows.order_by().values_list("what").annotate(n=Count("id")))


def count(slug: str) -> int:
    """How many offers stand."""
    return standing(slug).count()


def has_something(slug: str) -> bool:
    """Whether there ever was a partner: nobody else offers anything."""
    return Partner.objects.filter(commons=slug).exists()


def offer(slug: str, asked: str) -> OfferShown:
    """One offer, open or not, by its id or the beginning of it. Raises NotFound, Ambiguous."""
    return shown(slug, [row(slug, asked)])[0]


def row(slug: str, asked: str) -> Offer:
    """The same as the record has it."""
    return Offer.objects.get(commons=slug, id=find_offer(slug, asked))


def shown(slug: str, rows: Iterable[Offer]) -> list[OfferShown]:
    """Offers with their words, sellers and what comes back."""
    found = list(rows)
    titles = texts_called(slug, [_entry(one, "title") for one in found], "title")
    texts = texts_called(slug, [_entry(one, "text") for one in found], "text")
    sellers, partners = names(slug), {one.partner for one in found}
    towns = dict(Partner.objects.filter(commons=slug, id__in=partners).values_list("id", "town"))
    gives = {partner: splitting.gives_of(slug, partner) for partner in partners}
    return [
        OfferShown(
            one.id, one.partner, partner_named(slug, one.partner, sellers), one.person, towns.get(one.partner, 0), one.what,
            tuple(what for what, _weight in splitting.pairs(one.on, "what", "weight")), one.minor, one.currency, one.unit,
            one.vat_ppm, one.margin, splitting.pairs(one.parts, "partner", "ppm"), tuple(one.joined), one.stock, one.days,
            one.until, one.pay, one.withdraw_days, one.state, titles.get(_entry(one, "title"), ""),
            texts.get(_entry(one, "text"), ""),
            give_back.given_back(one.minor, one.vat_ppm, one.margin, gives[one.partner]), one.at,
        )
        for one in found
    ]  # fmt: skip


def _entry(one: Offer, name: str) -> str:
    return str(one.texts.get(name, "")) if isinstance(one.texts, dict) else one.id


@remembered
def labels(slug: str) -> dict[str, str]:
    """What offers call the things they stand on: a creation by its name, a version with its creation."""
    from entredon.apps.library import queries as library

    found = {one.id: one.name for one in library.creations(slug)}
    return found | {id: label for id, (label, _now) in library.labels(slug).items()}


def speaks_for(slug: str, person: str) -> list[Partner]:
    """The partners somebody speaks for whose agreement is in force, the first first."""
    if not person:
        return []
    rows = Partner.objects.filter(commons=slug, person=person).exclude(agreement="").order_by("position")
    now = clock.stamp()
    return [one for one in rows if not one.ends or now < one.ends]


def others(slug: str, mine: Sequence[str]) -> list[tuple[str, str]]:
    """Other partners in force, by name, whom one could sell something together with or hand an order over to."""
    rows = Partner.objects.filter(commons=slug).exclude(agreement="").exclude(id__in=mine)
    in_force = rows.filter(Q(ends="") | Q(ends__gt=clock.stamp())).values_list("id", flat=True)
    called = names(slug)
    return sorted(((id, called.get(id, id[:10])) for id in in_force), key=lambda one: one[1].casefold())


def called(slug: str, partner: str) -> str:
    """What a partner is called; a number where its name was erased."""
    return partner_named(slug, partner)
