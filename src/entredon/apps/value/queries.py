"""What pages and other apps ask: which rule holds, what an income would bring to whom, and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict

from entredon.apps.library import queries as library
from entredon.apps.people import queries as people
from entredon.apps.value import reckoning, record
from entredon.apps.value.models import Rule as RuleRow
from entredon.apps.value.models import Signature
from entredon.apps.value.owing import balances as balances
from entredon.apps.value.owing import owed as owed
from entredon.apps.value.owing import passing as passing
from entredon.apps.value.pieces import PersonLine as PersonLine
from entredon.apps.value.pieces import Reached as Reached
from entredon.apps.value.pieces import reached as reached
from entredon.apps.value.recorded import Recorded as Recorded
from entredon.apps.value.recorded import incomes as incomes
from entredon.apps.value.recorded import recorded_why as recorded_why
from entredon.apps.value.recorded import recorded_why_under as recorded_why_under
from entredon.apps.value.recorded import recorded_working as recorded_working
from entredon.apps.value.recorded import shared_by as shared_by
from entredon.apps.value.recorded import shareout as shareout
from entredon.apps.value.recorded import shareouts as shareouts
from entredon.apps.value.seen import Eyes as Eyes
from entredon.apps.value.typed import points as points
from entredon.apps.value.typed import ppm as ppm
from entredon.apps.value.would import would_get as would_get
from entredon.apps.value.would import would_share as would_share
from entredon.log.asked import NotFound
from entredon.pure.value import currency as currencies
from entredon.pure.value import picture as pictures
from entredon.pure.value import reading
from entredon.pure.value import why as reasons
from entredon.pure.value.picture import Picture
from entredon.pure.value.rule import CONTRIBUTIONS, POT, Rule
from entredon.pure.value.shareout import ShareOut, Working
from entredon.pure.value.why import Path, Reasons

if TYPE_CHECKING:
    from entredon.apps.value.forms_adopt import PartsForm

ADOPTED, BUILT_IN, GIVEN = "adopted", "built in", "given"


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule this commons has adopted: by which entry, by whom, when, and who has yet to sign it."""

    id: str
    rule: Rule
    person: str
    at: str
    position: int
    waits_for: tuple[str, ...]
    signed_by: tuple[str, ...]
    in_force: bool


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rule a dry run follows, and where it comes from: adopted here, built in, or given by who asks."""

    rule: Rule
    source: str
    adopted: RuleShown | None = None

    @property
    def stands_in(self) -> bool:
        """Whether this is only a what-if, because the common pot is in force."""
        return self.source == BUILT_IN


def rules(slug: str) -> list[RuleShown]:
    """All rules ever adopted here, the newest first."""
    rows = list(RuleRow.objects.filter(commons=slug).order_by("-position"))
    signed: dict[str, list[str]] = {}
    for rule, person in Signature.objects.filter(commons=slug).order_by("position").values_list("rule", "person"):
        signed.setdefault(rule, []).append(person)
    forces = [row.force for row in rows if row.force is not None]
    return [
        RuleShown(
            row.id, reading.read(row.rule), row.person, row.at, row.position, tuple(row.waits_for),
            tuple(signed.get(row.id, ())), bool(forces) and row.force == max(forces),
        )
        for row in rows
    ]  # fmt: skip


def rule_in_force(slug: str) -> RuleShown | None:
    """The rule that took force last; None before the second entry, when the common pot is a matter of course."""
    return next((rule for rule in rules(slug) if rule.in_force), None)


def contest_window(slug: str) -> Callable[[str], str]:
    """Tells until when what was decided at some time can be contested, by the rule now in force, as the law has it."""
    adopted = rule_in_force(slug)
    days = (adopted.rule if adopted else POT).contest_days
    return lambda at: record.later(at, days)


def contest_until(slug: str, at: str) -> str:
    """Until when what was decided then can be contested, by the rule now in force."""
    return contest_window(slug)(at)


def ruling(slug: str, rule: Rule | None = None) -> Ruling:
    """The rule a dry run follows: the one given, else the one in force, else (for the pot) the built-in one."""
    if rule is not None:
        return Ruling(rule, GIVEN)
    adopted = rule_in_force(slug)
    if adopted is None or adopted.rule.way == POT.way:
        return Ruling(CONTRIBUTIONS, BUILT_IN)
    return Ruling(adopted.rule, ADOPTED, adopted)


def dry_run(
    slug: str, minor: int, currency: str, version: str = "", rule: Rule | None = None, accepted: bool = False
) -> ShareOut:
    """What everybody would get of an income (smallest units) from a version, asked as in ``library.find_version``.

    Raises NotFound and Ambiguous for versions and people, BadAmount for the currency, BuildInCircles.
    """
    return _working(slug, minor, currency, version, rule, accepted).out


def why(
    slug: str,
    minor: int,
    currency: str,
    person: str,
    version: str = "",
    rule: Rule | None = None,
    accepted: bool = False,
    limit: int = reasons.LIMIT,
    inside: bool = False,
) -> Reasons:
    """The largest reasons for a person's amount, which with the rest add up to it. Raises NotFound when she gets nothing,
    and what ``dry_run`` raises."""
    working = _working(slug, minor, currency, version, rule, accepted)
    hers = reckoning.of_person(slug, person, accepted=accepted) if working.graph is not None else []
    try:
        return reasons.why(working, person, limit, hers)
    except reasons.NotAmong:
        name = people.names(slug, inside).get(person, person[:12])
        if working.out.algorithm == POT.algorithm:
            raise NotFound(
                "Everything would go to the common pot, and nothing to {name} directly.", name=name
            ) from None
        because = "the rule doesn't name them" if working.graph is None else "none of their work that counts is in it"
        raise NotFound("{name} would get nothing of this: {because}.", name=name, because=because) from None


@dataclass(frozen=True, slots=True)
class Reason:
    """One path in words' reach: how much for what, in which version, by way of which versions. ``entry`` tells of it."""

    minor: int
    kind: str
    contribution: str
    entry: str
    version: str
    label: str
    through: Sequence[tuple[str, str]]
    path: Path


@dataclass(frozen=True, slots=True)
class PersonReasons:
    """A person's amount with its reasons; ``others`` is the one line for all smaller paths."""

    person: str
    name: str
    minor: int
    kinds: dict[str, int]
    lines: tuple[Reason, ...]
    others: int


def person_reasons(
    slug: str,
    minor: int,
    currency: str,
    person: str,
    version: str = "",
    rule: Rule | None = None,
    accepted: bool = False,
    limit: int = reasons.LIMIT,
    inside: bool = False,
) -> PersonReasons:
    """``why``, with what things are called here (by members ``inside``). Raises the same."""
    found = why(slug, minor, currency, person, version, rule, accepted, limit, inside)
    part = dry_run(slug, minor, currency, version, rule, accepted).part(person)
    labels = {id: label for id, (label, _) in library.labels(slug).items()}
    lines = tuple(reason(path, labels) for path in found.paths)
    name = people.names(slug, inside).get(person, people.nameless(person))
    return PersonReasons(person, name, found.minor, dict(part.kinds) if part else {}, lines, found.others)


def reason(path: Path, labels: dict[str, str]) -> Reason:
    """A path, with its versions as they are called here."""
    steps = [(step.version, labels.get(step.version, step.version[:10])) for step in path.steps]
    last = steps[-1] if steps else ("", "")
    entry = path.contribution.partition(".")[0]
    return Reason(path.minor, path.kind, path.contribution, entry, *last, steps[:-1], path)


def sankey(
    slug: str,
    minor: int,
    currency: str,
    version: str = "",
    rule: Rule | None = None,
    accepted: bool = False,
    kinds: int = pictures.KINDS,
    versions: int = pictures.VERSIONS,
    people: int = pictures.PEOPLE,
    may: Callable[[str], bool] = lambda person: True,
) -> Picture:
    """The share-out as nodes and bands, ready to be drawn; of people only who ``may``. Raises what ``dry_run`` raises."""
    return pictures.picture(_working(slug, minor, currency, version, rule, accepted), kinds, versions, people, may)


def _working(slug: str, minor: int, currency: str, version: str, rule: Rule | None, accepted: bool) -> Working:
    currencies.decimals(currency)
    reckoning.log_at(slug)
    chosen = ruling(slug, rule).rule
    _all_known(slug, chosen)
    wanted = library.find_version(slug, version).id
    return reckoning.working(slug, minor, currency, wanted, chosen, accepted=accepted)


def _all_known(slug: str, rule: Rule) -> None:
    """Fixed parts can only be given to people who are here. Raises NotFound."""
    if rule.parts:
        strangers = sorted(rule.parts.keys() - people.names(slug).keys())
        if strangers:
            raise NotFound("The rule names {strangers}, whom nobody here knows.", strangers=strangers[0][:14])


def rules_to_choose(slug: str) -> list[tuple[str, str, Rule]]:
    """Rules that could be adopted here, each by a key and what it is called: drafts, built-in ones, former ones. Not the one in force."""
    # What these pages show is made of this module: they can't load each other.
    from entredon.apps.value.views_rule import choices

    adopted, now = rules(slug), standing(slug)
    return [(one.key, one.name, one.rule) for one in choices(slug, adopted) if one.rule != now]


def standing(slug: str) -> Rule:
    """The rule in force; everything to the common pot where none was adopted."""
    return next((row.rule for row in rules(slug) if row.in_force), POT)


def parts_form(slug: str, typed: QueryDict, sent: bool) -> "PartsForm":
    """Fixed parts among members, as they are typed: to be asked for elsewhere as they are here."""
    from entredon.apps.value.forms_adopt import PartsForm

    return PartsForm(slug, typed, sent=sent)


def rule_sentence(rule: Rule) -> str:
    """A rule in one sentence, as people read it."""
    from entredon.apps.value.views import sentence

    return sentence(rule)
