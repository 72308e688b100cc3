"""``entredon share``: who would get what of an income, and why. A dry run: nothing is recorded."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from entredon.cli import amounts
from entredon.cli.amounts import listed, money, people_are
from entredon.cli.common import Trouble, is_address, is_directory, no_commons, printable, start
from entredon.cli.words import said
from entredon.pure.log import canonical
from entredon.pure.value import reading
from entredon.pure.value.describe import describe
from entredon.pure.value.rule import BUILT_IN, Rule
from entredon.pure.value.shareout import BECAUSE, BuildInCircles, ShareOut

SHOWN = 25
TOP = {"association": said("the association"), "fund": said("the commons fund"), "pot": said("the common pot")}
KINDS = 4
THROUGH = 4

Commons = Annotated[
    str, typer.Argument(metavar="SLUG|DIR", help="a commons of this machine, or the directory of a mirror")
]
Amount = Annotated[str, typer.Argument(metavar="AMOUNT", help="the income to share, such as 10000 or 1300.00")]
Currency = Annotated[str, typer.Argument(metavar="CURRENCY", help="its currency by ISO 4217 code, such as EUR")]
Version = Annotated[
    str, typer.Option(help="the version sold: its name or the beginning of its id; the last release if left out")
]
RuleFile = Annotated[str, typer.Option("--rule", metavar="FILE", help="share by the rule in this JSON file")]
Accepted = Annotated[bool, typer.Option("--accepted", help="count only contributions that are accepted")]
Why = Annotated[str, typer.Option(metavar="PERSON", help="explain one person's amount: id, name or address")]
Json = Annotated[bool, typer.Option("--json", help="print the result as canonical JSON")]
Everyone = Annotated[bool, typer.Option("--all", help=f"show everybody, not only the first {SHOWN}")]


def share(
    commons: Commons,
    amount: Amount,
    currency: Currency,
    version: Version = "",
    rule: RuleFile = "",
    accepted: Accepted = False,
    why: Why = "",
    json: Json = False,
    everyone: Everyone = False,
) -> None:
    """Show who would get what of an income, and why. Nothing is recorded or paid."""
    minor = amounts.amount(amount, currency)
    chosen = read_rule(rule) if rule else None
    slug = open_commons(commons)
    from entredon.apps.people.queries import find_person
    from entredon.apps.value import queries

    asked = {"version": version, "rule": chosen, "accepted": accepted}
    try:
        out = queries.dry_run(slug, minor, currency, **asked)
        # Who founded it and whom git names are two people until one claims the other; the one who gets something is meant.
        person = find_person(slug, why, [part.person for part in out.people], inside=True) if why else ""
        found = queries.person_reasons(slug, minor, currency, person, inside=True, **asked) if why else None
    except BuildInCircles as trouble:
        raise Trouble("{trouble} Take one of these inputs back; nothing was shared.", trouble=trouble) from None
    if json:
        print_json(out.data() if found is None else reasons_data(out, found))
    elif found is not None:
        show_reasons(out, found)
    else:
        show(slug, out, queries.ruling(slug, chosen), everyone=everyone)


share.context_settings = amounts.CONTEXT  # type: ignore[attr-defined]


def read_rule(file: str) -> Rule:
    """The rule in a file, or a built-in one by its name. Raises Trouble."""
    if file in BUILT_IN:
        return BUILT_IN[file]
    try:
        return reading.loads(Path(file).read_bytes())
    except OSError as trouble:
        names = " or ".join(BUILT_IN)
        raise Trouble(
            "The rule {file} can't be read ({strerror}); give a JSON file, or {names}.",
            file=file,
            strerror=trouble.strerror,
            names=names,
        ) from None
    except reading.BadRule as trouble:
        raise Trouble("The rule in {file} can't be followed. {trouble}", file=file, trouble=trouble) from None


def open_commons(asked: str) -> str:
    """The slug of a commons of this node, or of a mirror, whose record is then replayed in memory. Raises Trouble."""
    if is_address(asked):
        raise Trouble(
            "{asked} is an address. Take a copy first, with: entredon mirror {asked} ./copy\nThen write ./copy in its "
            "place.",
            asked=asked,
        )
    if not is_directory(asked):
        start()
        from entredon.log.models import Log

        if not Log.objects.filter(slug=asked).exists():
            raise Trouble(no_commons(asked))
        return asked
    start(memory=True)
    from entredon.log import replay

    try:
        return replay.load(asked)
    except replay.Unsound as trouble:
        raise Trouble(trouble.sentence, trouble.code, **trouble.values) from None


def print_json(data: Any) -> None:
    """Canonical bytes and a line break: the same question gives the same bytes."""
    sys.stdout.buffer.write(canonical.dumps(data) + b"\n")
    sys.stdout.buffer.flush()


def show(slug: str, out: ShareOut, ruling: Any, *, everyone: bool) -> None:
    """The answer as a sentence, the rule, then the table."""
    from entredon.apps.library import queries as library

    label = library.labels(slug).get(out.version, (out.version[:10], ""))[0]
    print(printable(sentence(label, out)))
    print(printable(rule_sentence(ruling, out)))
    print()
    show_table(slug, out, everyone=everyone)


def sentence(label: str, out: ShareOut) -> str:
    """What would happen, in one sentence."""
    parts = []
    paid = [part for part in out.people if part.minor]
    if paid:
        where = (
            said("named in the rule")
            if out.algorithm == "fixed@1"
            else said("whose work is in it or in what it builds upon")
        )
        parts.append(
            said(
                "{money} would go to {people_are} {where}",
                money=money(sum(p.minor for p in paid), out.currency),
                people_are=people_are(len(paid)),
                where=where,
            )
        )
    verb = "" if paid else said("would go ")
    parts += [
        said("{money} {verb}to {top}", money=money(top.minor, out.currency), verb=verb, top=TOP[top.to])
        for top in out.top
    ]
    if passed := sum(given.minor for given in out.passed):
        parts.append(said("{money} would be passed on by them", money=money(passed, out.currency)))
    if held := sum(wait.minor for wait in out.held):
        parts.append(
            said("{money} would be held until there is somebody to give it to", money=money(held, out.currency))
        )
    return said(
        "If {label} brought in {money} today, {listed}.",
        label=label,
        money=money(out.income, out.currency),
        listed=listed(parts),
    )


def rule_sentence(ruling: Any, out: ShareOut) -> str:
    """By which rule, and from which contributions."""
    if ruling.stands_in:
        where = said("By the built-in rule contributions@1, as a what-if: here the common pot is in force.")
    elif ruling.adopted is not None:
        where = said("By the rule in force here since {at}.", at=ruling.adopted.at[:10])
    else:
        where = said("By the rule you gave.")
    counted = (
        said("Only accepted contributions count.")
        if out.basis == "accepted"
        else said("Proposed contributions count as if accepted.")
    )
    return f"{where} {describe(ruling.rule)}" + (f" {counted}" if out.algorithm == "flow@1" else "")


def show_table(slug: str, out: ShareOut, *, everyone: bool, tense: str = said("Would get")) -> None:
    """Who would get (or got) what, the largest first; a line for the rest; the sum."""
    from rich.console import Console
    from rich.table import Table

    from entredon.apps.library.queries import creations
    from entredon.apps.people.queries import names

    called, made = names(slug, inside=True), {creation.id: creation.name for creation in creations(slug)}
    table = Table(box=None, pad_edge=False, show_footer=True)
    table.add_column(said("Who"), footer=said("Together"))
    table.add_column("For")
    table.add_column(said("Share"), justify="right", no_wrap=True)
    table.add_column(tense, justify="right", footer=money(out.income, out.currency), no_wrap=True)
    shown = out.people if everyone else out.people[:SHOWN]
    rows = [
        ({"fund": said("commons fund"), "pot": said("common pot")}.get(top.to, top.to), "", top.minor)
        for top in out.top
    ]
    rows += [(called.get(part.person, part.person), kinds_of(part.kinds), part.minor) for part in shown]
    rest = out.people[len(shown) :]
    if rest:
        rows.append((f"{len(rest):,} more", said("--all shows them"), sum(part.minor for part in rest)))
    rows += [(said("passed on to {to}", to=to), "", minor) for to, minor in passed_to(out).items()]
    rows += [
        (said("held at {made}", made=made.get(w.creation, w.creation[:10])), BECAUSE[w.because], w.minor)
        for w in out.held
    ]
    for who, what, minor in rows:
        table.add_row(plain(who), plain(what), amounts.share_of(minor, out.income), money(minor, out.currency))
    Console(highlight=False).print(table)


def passed_to(out: ShareOut) -> dict[str, int]:
    """What people pass on, by where it goes."""
    found: dict[str, int] = {}
    for given in out.passed:
        name = TOP.get(given.to, given.to)
        found[name] = found.get(name, 0) + given.minor
    return found


def kinds_of(kinds: Mapping[str, int]) -> str:
    """What somebody's amount is for, the most first; a line has room for a few."""
    from entredon.apps.flows.queries import kind_of_work

    names = [kind_of_work(kind) for kind in sorted(kinds, key=lambda kind: (-kinds[kind], kind))]
    few = names[: len(names) if len(names) <= KINDS else KINDS - 1]
    return ", ".join(few) + (said(" and {count} more", count=len(names) - len(few)) if len(few) < len(names) else "")


def show_reasons(out: ShareOut, found: Any) -> None:
    """One person's amount, path by path, adding up."""
    from rich.console import Console
    from rich.table import Table

    amount = said("{money} of {money2}", money=money(found.minor, out.currency), money2=money(out.income, out.currency))
    part = out.part(found.person)
    passed = (
        said(", and pass on {money} of that", money=money(part.passed, out.currency))
        if part is not None and part.passed
        else ""
    )
    print(printable(said("{name} would get {amount}{passed}.", name=found.name, amount=amount, passed=passed)))
    table = Table(box=None, pad_edge=False, show_header=False, show_footer=True)
    table.add_column(justify="right", footer=money(found.minor, out.currency), no_wrap=True)
    table.add_column(footer="together")
    for line in found.lines:
        table.add_row(money(line.minor, out.currency), plain(reason(line)))
    if found.others:
        table.add_row(money(found.others, out.currency), said("all other paths"))
    Console(highlight=False).print(table)


def reason(line: Any) -> str:
    """One path, in words."""
    from entredon.apps.flows.queries import kind_of_work

    path = line.path
    if not path.steps:
        return said("the fixed part of {part} in {of}", part=path.pool.part, of=path.pool.of)
    text = said("{kind_of_work} in {label}", kind_of_work=kind_of_work(line.kind), label=line.label)
    if not line.through:
        return text
    labels = [label for _, label in line.through]
    if len(labels) > THROUGH:
        labels = [*labels[:2], f"{len(labels) - 3:,} more", labels[-1]]
    return f"{text}, through {' → '.join(labels)}"


def reasons_data(out: ShareOut, found: Any) -> dict[str, Any]:
    """One person's reasons for programs; paths and others add up to minor."""
    return {
        "log": out.data()["log"],
        "rule": out.rule,
        "algorithm": out.algorithm,
        "basis": out.basis,
        "version": out.version,
        "currency": out.currency,
        "income": out.income,
        "person": found.person,
        "minor": found.minor,
        "paths": [
            {
                "minor": line.minor,
                "kind": line.kind,
                "contribution": line.contribution,
                "versions": [step.version for step in line.path.steps],
            }
            for line in found.lines
        ],
        "others": found.others,
    }


def plain(text: str) -> Any:
    """Text from people, which must not be taken for markup or steer the terminal."""
    from rich.text import Text

    return Text(printable(text))
