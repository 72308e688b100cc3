"""``entredon flow``: the bare engine on tables of other programs. No commons, no database, nothing recorded."""

from pathlib import Path
from typing import Annotated, Any

import typer

from entredon.cli import amounts
from entredon.cli.amounts import money, people_are
from entredon.cli.common import Trouble, printable
from entredon.cli.flow_tables import read
from entredon.cli.words import said
from entredon.pure.value.book import book
from entredon.pure.value.rule import OTHER, WHOLE, Rule
from entredon.pure.value.shareout import BECAUSE, BuildInCircles, ShareOut, share

RULE = Rule("flow", pools={OTHER: WHOLE})
"""Everything by points. Its hash decides ties."""

Tables = Annotated[
    Path, typer.Argument(metavar="DIR", help="the directory with works.csv, inputs.csv and contributions.csv")
]
Sold = Annotated[str, typer.Option(metavar="CREATION", help="the work that was sold, as works.csv calls it")]
Income = Annotated[
    tuple[str, str], typer.Option(metavar="AMOUNT CURRENCY", help="what it brought in, such as 1300.00 EUR")
]
Json = Annotated[bool, typer.Option("--json", help="print the result as canonical JSON")]


def flow(tables: Tables, sold: Sold, income: Income, json: Json = False) -> None:
    """Share an income along works, inputs and contributions given as three CSV tables.

    works.csv has a column work; inputs.csv has work, input and weight; contributions.csv has work, person and points.
    A work's own weight is the sum of its points. Weights and points are whole numbers.
    """
    minor = amounts.amount(*income)
    works, contributions = read(tables)
    if sold not in {work.id for work in works}:
        raise Trouble(
            "There is no work “{sold}” in {tables}; name one that stands there.", sold=sold, tables=tables / "works.csv"
        )
    try:
        out = share(book(RULE, works, contributions), sold, minor, income[1]).out
    except BuildInCircles as trouble:
        raise Trouble(
            "{trouble} Take one of these lines out of inputs.csv; nothing was shared.", trouble=trouble
        ) from None
    if json:
        from entredon.cli.share import print_json

        print_json(data(out))
    else:
        show(out)


flow.context_settings = amounts.CONTEXT  # type: ignore[attr-defined]


def data(out: ShareOut) -> dict[str, Any]:
    """The result for programs: people and what is held add up to the income, in smallest units."""
    return {
        "algorithm": out.algorithm,
        "sold": out.version,
        "currency": out.currency,
        "income": out.income,
        "people": [{"person": part.person, "minor": part.minor} for part in out.people],
        "held": [{"work": wait.creation, "minor": wait.minor, "because": wait.because} for wait in out.held],
    }


def sentence(out: ShareOut) -> str:
    """What would happen, in one sentence."""
    if not out.people:
        return said(
            "Nobody has points in {version} or what it builds upon: all {money} stay.",
            version=out.version,
            money=money(out.income, out.currency),
        )
    paid = sum(part.minor for part in out.people)
    text = f"Of {money(out.income, out.currency)} for {out.version}, {money(paid, out.currency)}"
    return said("{text} would go to {people_are}.", text=text, people_are=people_are(len(out.people)))


def show(out: ShareOut) -> None:
    """A sentence, then a line for everybody."""
    from rich.console import Console
    from rich.table import Table

    from entredon.cli.share import plain

    print(f"{printable(sentence(out))}\n")
    table = Table(box=None, pad_edge=False, show_footer=True)
    table.add_column(said("Who"), footer=said("Together"))
    table.add_column(said("Share"), justify="right", no_wrap=True)
    table.add_column(said("Would get"), justify="right", footer=money(out.income, out.currency), no_wrap=True)
    rows = [(part.person, part.minor) for part in out.people]
    rows += [
        (said("held at {creation}: {because}", creation=wait.creation, because=BECAUSE[wait.because]), wait.minor)
        for wait in out.held
    ]
    for who, minor in rows:
        table.add_row(plain(who), amounts.share_of(minor, out.income), money(minor, out.currency))
    Console(highlight=False).print(table)
