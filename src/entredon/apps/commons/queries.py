"""What pages and other apps ask about commons."""

from dataclasses import dataclass

from entredon.apps.commons.models import Founding
from entredon.log.asked import NotFound
from entredon.log.models import Commons, Log, SideText
from entredon.pure.names import in_order


@dataclass(frozen=True, slots=True)
class CommonsShown:
    """A commons as pages show it. ``size`` counts the entries of its public record.

    ``association`` is the own name of who looks after it, "" if it has none.
    """

    slug: str
    id: str
    origin: str
    name: str
    purpose: str
    licences: tuple[str, ...]
    legal_form: str
    bearer: str
    association: str
    joining: str
    draft: bool
    at: str
    published_at: str
    size: int


def all_commons(*, drafts: bool) -> list[CommonsShown]:
    """Every commons here, by name; drafts only when asked for."""
    foundings = {row.commons: row for row in Founding.objects.all()}
    shown = [_shown(log, foundings[log.slug]) for log in Log.objects.all() if log.slug in foundings]
    return sorted((c for c in shown if drafts or not c.draft), key=lambda c: (in_order(c.name), c.slug))


def commons(slug: str) -> CommonsShown:
    """One commons. Raises NotFound."""
    log = Log.objects.filter(slug=slug).first()
    founding = Founding.objects.filter(commons=slug).first()
    if log is None or founding is None:
        raise NotFound("There is no commons named {slug} here.", slug=slug)
    return _shown(log, founding)


@dataclass(frozen=True, slots=True)
class ImportedShown:
    """How a public commons shows that who published it speaks for the repository it was imported from.

    ``way`` is file, tag or attested (``by`` whom, "" if that was erased); ``at`` when; ``entry`` its receipt.
    """

    way: str
    repository: str
    shown: str
    earlier: str
    code: str
    by: str
    at: str
    entry: str


def imported(slug: str) -> ImportedShown | None:
    """How control of the imported repository was shown; None where nothing was, or the commons is still a draft."""
    row = Founding.objects.filter(commons=slug).exclude(published_by="").first()
    if row is None or not row.proof:
        return None
    names = SideText.objects.filter(commons=slug, entry=row.published_by, name="attested_by")
    return ImportedShown(
        way=row.proof["way"], repository=row.proof["repository"], shown=row.proof["shown"],
        earlier=row.proof["earlier"], code=row.proof["code"], by=names.values_list("text", flat=True).first() or "",
        at=row.published_at, entry=row.published_by,
    )  # fmt: skip


def is_draft(slug: str) -> bool:
    """Whether a commons is still a private draft; an unknown one counts as such."""
    drafts = Commons.objects.filter(commons=slug).values_list("draft", flat=True)
    return drafts[0] if drafts else True


def _shown(log: Log, row: Founding) -> CommonsShown:
    return CommonsShown(
        slug=log.slug, id=row.id, origin=log.origin, name=row.name, purpose=row.purpose, licences=tuple(row.licences),
        legal_form=row.legal_form, bearer=row.bearer, association=row.association, joining=row.joining,
        draft=not row.published_at, at=row.at, published_at=row.published_at, size=log.size,
    )  # fmt: skip
