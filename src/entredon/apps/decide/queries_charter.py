"""What pages ask about charters: the one in force, former ones, what each says in words, and what another one would change."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.decide import charter_told as told
from entredon.apps.decide.models import Charter as CharterRow
from entredon.desk.telling import shown, speaks
from entredon.log.asked import NotFound
from entredon.log.pages import remembered
from entredon.log.told import short
from entredon.pure import formats
from entredon.pure.choice import reading
from entredon.pure.choice.charter import LEVERS, Charter, Type


@dataclass(frozen=True, slots=True)
class CharterShown:
    """A charter that is or was in force. ``decision`` is the one it came by, "" where a steward adopted it."""

    id: str
    charter: Charter
    person: str
    decision: str
    at: str
    position: int


@dataclass(frozen=True, slots=True)
class LeverShown:
    """What can be decided, who does, and how. ``kind`` is the id of the way, "" where stewards decide alone."""

    lever: str
    name: str
    note: str
    way: str
    kind: str
    who: str
    passes: str
    quorum: str
    long: str
    most: str


@dataclass(frozen=True, slots=True)
class KindShown:
    """A way to decide, in words; ``levers`` are the names of what is decided so."""

    id: str
    name: str
    who: str
    opens: str
    passes: str
    quorum: str
    steps: list[told.Step]
    levers: list[str]


@dataclass(frozen=True, slots=True)
class Whole:
    """A charter in words."""

    charter: Charter
    name: str
    note: str
    levers: list[LeverShown]
    kinds: list[KindShown]
    set_aside: str
    contributors: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What another charter says otherwise: about what, before and after."""

    what: str
    before: str
    after: str


def charters(slug: str) -> list[CharterShown]:
    """All charters there were, the one in force first."""
    return [_shown(row) for row in CharterRow.objects.filter(commons=slug).order_by("-position")]


@remembered
def in_force(slug: str) -> CharterShown | None:
    """The charter in force, None where none was adopted."""
    row = CharterRow.objects.filter(commons=slug).order_by("-position").first()
    return None if row is None else _shown(row)


def charter(slug: str, asked: str) -> CharterShown:
    """A charter by its id or the beginning of it. Raises NotFound."""
    found = next((one for one in charters(slug) if asked in (one.id, short(one.id))), None)
    if found is None:
        raise NotFound("There was no charter {asked} here.", asked=asked[:64])
    return found


def _shown(row: CharterRow) -> CharterShown:
    return CharterShown(row.id, reading.read(row.charter), row.person, row.decision, row.at, row.position)


def whole(data: object) -> Whole:
    """A charter in words; ``data`` as the record has it, or read already. Raises BadCharter."""
    charter = data if isinstance(data, Charter) else reading.read(data)
    return Whole(
        charter=charter,
        name=told.charter_name(charter.name),
        note=told.charter_note(charter.name),
        levers=[_lever(charter, lever) for lever in LEVERS],
        kinds=[_kind(charter, kind) for kind in charter.types],
        set_aside=told.part(charter.set_aside),
        contributors=any("contributors" in (*kind.who, *kind.opens) for kind in charter.types),
    )


def _lever(charter: Charter, lever: str) -> LeverShown:
    kind = charter.type_of(lever)
    return LeverShown(
        lever=lever, name=told.lever_name(lever), note=told.lever_note(lever), way=told.by_name(charter, lever),
        kind=kind.id if kind else "", who=told.electorate(kind) if kind else told.who(("stewards",)),
        passes=told.passes(kind) if kind else _("one of them says so"), quorum=told.quorum(kind) if kind else "",
        long=told.long(kind) if kind else _("at once"), most=_most(charter, lever),
    )  # fmt: skip


def _most(charter: Charter, lever: str) -> str:
    amounts = sorted(charter.levers[lever].most.items())
    return ", ".join(formats.money(minor, code, speaks(), short=True) for code, minor in amounts)


def _kind(charter: Charter, kind: Type) -> KindShown:
    return KindShown(
        id=kind.id, name=told.type_name(kind.id), who=told.electorate(kind), opens=told.who(kind.opens),
        passes=told.passes(kind), quorum=told.quorum(kind), steps=told.steps(kind),
        levers=[told.lever_name(lever) for lever in charter.levers_of(kind.id)],
    )  # fmt: skip


def changes(slug: str, data: object) -> list[Change]:
    """What a charter says otherwise than the one in force; than there is without one. Raises BadCharter."""
    new, now = whole(data), in_force(slug)
    if now is None:
        return [Change(one.name, told.without(one.lever), _sentence(one)) for one in new.levers]
    old = whole(now.charter)
    found = [
        Change(after.name, _sentence(before), _sentence(after))
        for before, after in zip(old.levers, new.levers, strict=True)
        if _sentence(before) != _sentence(after)
    ]
    found += _changed_ways(old, new)
    if old.name != new.name:
        found.append(Change(_("What it is called"), old.name, new.name))
    if old.set_aside != new.set_aside:
        found.append(Change(_("So many set a decision aside"), old.set_aside, new.set_aside))
    if old.charter.contributors != new.charter.contributors:
        found.append(Change(_("Who counts as contributor"), contributors(old.charter), contributors(new.charter)))
    return found


def _changed_ways(old: Whole, new: Whole) -> list[Change]:
    """Ways that are new or gone; of those that both have, the days, who may open one, and how one passes that decides about nothing."""
    before, after = {kind.id: kind for kind in old.kinds}, {kind.id: kind for kind in new.kinds}
    found = []
    for kind in new.kinds:
        was = before.get(kind.id)
        if was is None:
            found.append(Change(_("A new way to decide: {name}").format(name=kind.name), _("none"), _way(kind)))
            continue
        if not kind.levers and not was.levers and _passes(was) != _passes(kind):
            found.append(Change(kind.name, _passes(was), _passes(kind)))
        if was.steps != kind.steps:
            found.append(Change(kind.name, _days(was), _days(kind)))
        if was.opens != kind.opens:
            found.append(Change(_("Who may open one: {name}").format(name=kind.name), was.opens, kind.opens))
    found += [
        Change(_("No longer a way to decide: {name}").format(name=kind.name), _way(kind), _("none"))
        for kind in old.kinds if kind.id not in after
    ]  # fmt: skip
    return found


def _way(kind: KindShown) -> str:
    """A way to decide, in a sentence."""
    return _("{passes}; {days}").format(passes=_passes(kind), days=_days(kind))


def _passes(kind: KindShown) -> str:
    text = _("{who}; it passes where {passes}, {quorum}")
    return text.format(who=kind.who, passes=kind.passes, quorum=kind.quorum)


def _days(kind: KindShown) -> str:
    return "; ".join(_("{days}: {what}").format(days=step.days, what=step.what) for step in kind.steps)


def _sentence(one: LeverShown) -> str:
    """How something is decided, in a sentence that is compared and shown."""
    if not one.kind:
        return _("stewards, each of them alone")
    text = _("{who}; it passes where {passes}, {quorum}").format(who=one.who, passes=one.passes, quorum=one.quorum)
    return _("{text}; at most {most} at once").format(text=text, most=one.most) if one.most else text


def contributors(charter: Charter) -> str:
    """Who counts as contributor, in words."""
    least, days = charter.contributors.least, charter.contributors.days
    text = _("whoever had {count} accepted in the {days} before the list of who may vote is taken")
    return text.format(count=contributions(least), days=told.days(days))


def contributions(count: int) -> str:
    """So many contributions."""
    return ngettext("{n} contribution", "{n} contributions", count).format(n=shown(count))


def answer(slug: str, lever: str) -> str:
    """Who decides about something, and how, in the shortest words there are."""
    now = in_force(slug)
    return told.without(lever) if now is None else told.way(now.charter.type_of(lever))
