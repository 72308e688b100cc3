"""The reserves of a whole bearer: what its leading commons holds for others stands in their books to the same cent."""

from dataclasses import dataclass

from entredon.apps.treasury.models import Bearer
from entredon.apps.treasury.queries_books import balances
from entredon.log.models import Commons, Log

FOR, AT = "liabilities:carried:", "assets:carried:"


@dataclass(frozen=True, slots=True)
class Held:
    """What the leading commons holds for another one, in one currency, and what the books of that one say: None if those
    can't be read here."""

    slug: str
    currency: str
    held: int
    says: int | None

    @property
    def same(self) -> bool:
        """Whether both books say the same."""
        return self.held == self.says


def held_for_others(slug: str) -> list[Held]:
    """What this commons holds for the others that the same bearer carries. What is on its way from one book to the other differs."""
    bearer = Bearer.objects.filter(commons=slug).first()
    origin = Log.objects.filter(slug=slug).values_list("origin", flat=True).first()
    if bearer is None or bearer.lead:
        return []
    found = {}
    for account, minor in balances(slug).items():
        if account.path.startswith(FOR):
            found[account.path.split(":")[2], account.currency] = -minor
    drafts = Commons.objects.filter(draft=True).values_list("commons", flat=True)
    here = Bearer.objects.filter(bearer=bearer.bearer, lead=origin).exclude(commons__in=list(drafts))
    says = {name: _there(name) for name in here.values_list("commons", flat=True)}
    whole = found | {(name, currency): found.get((name, currency), 0) for name in says for currency in says[name]}
    return [
        Held(name, currency, minor, says[name].get(currency, 0) if name in says else None)
        for (name, currency), minor in sorted(whole.items())
    ]


def _there(slug: str) -> dict[str, int]:
    """What a carried commons has with the leading one, by currency."""
    sums: dict[str, int] = {}
    for account, minor in balances(slug).items():
        if account.path.startswith(AT):
            sums[account.currency] = sums.get(account.currency, 0) + minor
    return sums
