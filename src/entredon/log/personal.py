"""What this node holds about people, table by table: how rows belong to somebody, what she gets to see, how they go.

Every model that is not rebuilt from the public record is declared exactly once, in the ``personal.py`` of its app: either as
``held`` (with the rows of somebody, what an export shows of them, what it keeps secret, and how they are erased), or as
``nothing``, with the reason why nothing in it is personal. A test walks all models and all tables of the database.

Derived tables need no declaration each: they hold what entries say, and entries know people by number only. What somebody may
want to read of them (her contributions, her amounts) is told by a ``section``; what the law makes one keep by ``by_law``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import BooleanField, Case, Exists, Model, OuterRef, Q, QuerySet, When
from django.db.models.functions import Substr
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext, gettext_lazy

from entredon.log.bases import Derived
from entredon.log.models import Entry, HeldKey, SideText, Text


@dataclass(frozen=True, slots=True)
class Who:
    """One or many people whose data is meant: their accounts, their addresses, and who they are in each commons.

    ``people`` holds, by commons, their own ids and the pseudonyms they have claimed; ``keys`` those held here for them.
    ``given_too``: where they are forgotten, what they gave to all goes too (see ``given``).
    """

    accounts: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    people: Mapping[str, frozenset[str]] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    given_too: bool = False

    def numbers(self) -> list[int]:
        """The accounts as the numbers of their rows."""
        return [int(account) for account in self.accounts]

    def anywhere(self, name: str = "person") -> Q:
        """Rows with a commons whose field ``name`` is one of hers there."""
        found = Q(commons__in=[])
        for slug, ids in self.people.items():
            found |= Q(**{"commons": slug, f"{name}__in": list(ids)})
        return found

    def mine(self, slug: str) -> frozenset[str]:
        """Her ids in a commons."""
        return self.people.get(slug, frozenset())


Rows = Callable[[Who], QuerySet[Any]]
Erase = Callable[[Who], object]
Tell = Callable[[Any], Mapping[str, Any]]
Typed = Callable[[Any, Who], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Held:
    """A table with rows about people. ``shows`` and ``secret`` together name every field: a new one wants a decision.

    ``title`` names it for her. ``typed`` are the fields with what she typed (or a function that tells it): letters that quote
    it are cleaned too. ``tell`` makes what is shown of a row, where its fields alone would say little. Rows are erased in the
    order of their ``turn``.
    """

    label: str
    title: Any
    rows: Rows
    shows: tuple[str, ...]
    secret: tuple[str, ...] = ()
    typed: tuple[str, ...] | Typed = ()
    tell: Tell | None = None
    erase: Erase | None = None
    turn: int = 0

    @property
    def model(self) -> type[Model]:
        """The model that is declared."""
        return apps.get_model(self.label)

    def told(self, row: Any) -> dict[str, Any]:
        """What she gets to see of a row."""
        if self.tell is not None:
            return dict(self.tell(row))
        return {name: getattr(row, row._meta.get_field(name).attname) for name in self.shows}

    def forget(self, who: Who) -> None:
        """Erase the rows of somebody."""
        if self.erase is not None:
            self.erase(who)
        else:
            self.rows(who).delete()

    def words(self, who: Who) -> Iterable[str]:
        """What she typed, as far as it is still here."""
        if callable(self.typed):
            for row in self.rows(who).iterator():
                yield from self.typed(row, who)
        elif self.typed:
            for values in self.rows(who).values_list(*self.typed).iterator():
                yield from (str(value) for value in values if value)


@dataclass(frozen=True, slots=True)
class Section:
    """Something about somebody that no table of its own holds: a title, and what there is, as rows of named values."""

    name: str
    title: Any
    tell: Callable[[Who], Iterable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Kept:
    """Something the law makes one keep: ``what`` it is, ``because`` of which duty, ``until`` when, and where it can be read."""

    commons: str
    what: str
    because: str
    until: date
    leads: str = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """Files beside the database that may tell of somebody. ``erase`` removes those that do."""

    name: str
    erase: Callable[[Who, frozenset[str]], object]


_held: dict[str, Held] = {}
_nothing: dict[str, str] = {}
_apart: dict[str, str] = {}
_sections: dict[str, Section] = {}
_folders: dict[str, Folder] = {}
_law: list[Callable[[Who], Iterable[Kept]]] = []
_given: dict[str, tuple[str, ...]] = {}


def held(model: type[Model] | str, title: Any, rows: Rows, **rest: Any) -> None:
    """Declare a table with rows about people; ``rest`` as in ``Held``. A label stands for a model that need not be there."""
    label = _label(model)
    _once(label)
    _held[label] = Held(label, title, rows, **rest)


def nothing(model: type[Model] | str, because: str) -> None:
    """Declare that nothing in a table is personal, and why."""
    label = _label(model)
    _once(label)
    _nothing[label] = because


def table_apart(table: str, because: str) -> None:
    """Declare a table that belongs to no model, and why nothing in it is personal."""
    _apart[table] = because


def section(name: str, title: Any) -> Callable[[Callable[[Who], Iterable[Mapping[str, Any]]]], Any]:
    """Register what the public record (or something else without a private table) says about somebody."""

    def register(tell: Callable[[Who], Iterable[Mapping[str, Any]]]) -> Any:
        _sections[name] = Section(name, title, tell)
        return tell

    return register


def folder(name: str, erase: Callable[[Who, frozenset[str]], object]) -> None:
    """Register files beside the database: ``erase`` gets who is meant and the texts that were typed about her."""
    _folders[name] = Folder(name, erase)


def given(kind: str, texts: tuple[str, ...]) -> None:
    """Declare side texts of a kind as given to all under the licence of the commons: they stay when somebody is forgotten,
    without her name, unless she wants them to go too."""
    _given[kind] = texts


def by_law(tell: Callable[[Who], Iterable[Kept]]) -> Callable[[Who], Iterable[Kept]]:
    """Register what the law makes one keep about somebody."""
    _law.append(tell)
    return tell


def books_end(at: str) -> date:
    """Until when books about something of a day are kept: so many years after the end of its own."""
    return date(int(at[:4]) + settings.ENTREDON_BOOKS_YEARS, 12, 31)


def books_law() -> str:
    """By which duty."""
    return gettext("Books and what proves them must be kept so long by law.")


def _label(model: type[Model] | str) -> str:
    return model if isinstance(model, str) else model._meta.label


def _once(label: str) -> None:
    if label in _held or label in _nothing:
        raise TypeError(f"{label} is declared twice")


def load() -> None:
    """Have every app say what it holds."""
    autodiscover_modules("personal")


def tables() -> list[Held]:
    """All tables with rows about people that are there, in the order of their declaration."""
    load()
    return [table for table in _held.values() if _is_there(table.label)]


def sections() -> list[Section]:
    """What else tells about somebody."""
    load()
    return list(_sections.values())


def folders() -> list[Folder]:
    """Files that may tell about somebody."""
    load()
    return list(_folders.values())


def kept_by_law(who: Who) -> list[Kept]:
    """What the law makes one keep about somebody, what ends first on top."""
    load()
    return sorted((kept for tell in _law for kept in tell(who)), key=lambda kept: (kept.until, kept.what))


def reasons() -> dict[str, str]:
    """Why nothing personal is in a table: by label, or by name where it belongs to no model."""
    load()
    return {**_nothing, **_apart}


def undeclared() -> list[str]:
    """Models nobody has declared. Derived ones need it not: they tell again what entries say."""
    load()
    known = _held.keys() | _nothing.keys()
    return [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if not issubclass(model, Derived) and model._meta.label not in known
    ]


def tables_of_nobody(there: Iterable[str]) -> list[str]:
    """Tables of a database that belong to no model and were not declared apart."""
    load()
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | _apart.keys()
    return sorted(set(there) - known)


def _is_there(label: str) -> bool:
    try:
        apps.get_model(label)
    except LookupError:
        return False
    return True


# What the log itself keeps


def side_texts_of(who: Who) -> Q:
    """The side texts somebody gave, as far as they are still there."""
    found = Q(commons__in=[])
    for slug, ids in who.people.items():
        marks = Text.objects.filter(commons=slug, person__in=list(ids))
        found |= Q(commons=slug, entry__in=marks.annotate(of=Substr("id", 1, 64)).values("of"))
    return found


def is_given() -> Q:
    """Of side texts: that this one was given to all."""
    load()
    found = Q(pk__in=[])
    for kind, names in _given.items():
        entry = Entry.objects.filter(commons=OuterRef("commons"), id=OuterRef("entry"), kind=kind)
        found |= Q(name__in=names) & Q(Exists(entry))
    return found


def to_erase(who: Who) -> QuerySet[SideText]:
    """The side texts that go when somebody is forgotten."""
    found = SideText.objects.filter(side_texts_of(who))
    return found if who.given_too else found.exclude(is_given())


def _side_texts(who: Who) -> QuerySet[SideText]:
    given = Case(When(is_given(), then=True), default=False, output_field=BooleanField())
    return SideText.objects.filter(side_texts_of(who)).annotate(given=given)


def _typed(row: Any, who: Who) -> Iterable[str]:
    """What is to be looked for in letters: words that stay anyway are not."""
    return () if row.given and not who.given_too else (row.text,)


nothing("log.Log", "The head of a public record: sizes, hashes and its public key.")
nothing("log.Entry", "Leaves know people by number only. Those somebody signed are told in a section of their own.")
nothing("log.Subtree", "Hashes.")
nothing("log.Rebuilding", "Which commons are being rebuilt from their public record just now.")
nothing("log.NodeFact", "Facts about this node itself.")
table_apart("django_migrations", "Which migrations were applied.")
table_apart("sqlite_sequence", "Counters of the database.")
held(
    SideText,
    gettext_lazy("Your texts beside the public record"),
    _side_texts,
    shows=("commons", "entry", "name", "text", "withheld"),
    secret=("salt",),
    typed=_typed,
    erase=lambda who: to_erase(who).delete(),
)
held(
    HeldKey,
    gettext_lazy("Keys that sign for you, kept here sealed"),
    lambda who: HeldKey.objects.filter(use="hosted", id__in=list(who.keys)),
    shows=("id", "commons", "use"),
    secret=("sealed",),
)
