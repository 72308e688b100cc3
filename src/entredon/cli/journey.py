"""``entredon journey``: what became of an idea, a need, a contribution, a page, a version or a file."""

from typing import Annotated, Any

import typer

from entredon.cli.amounts import money
from entredon.cli.common import printable
from entredon.cli.share import Commons, open_commons, plain, print_json
from entredon.cli.words import said

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="its name on its page, or at least six characters of it; or the SHA-256 of a file that belongs to it",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="print the result as canonical JSON")]


def journey(commons: Commons, id: Id, json: Json = False) -> None:
    """Show what became of something, step by step, from the first thought to the money; and what it came of."""
    slug = open_commons(commons)
    from entredon.apps.work import journeys
    from entredon.apps.work.journeys_sentences import sentence

    found = journeys.find(slug, id)
    if json:
        print_json(data(found))
        return
    eyes = Operator(slug)
    print(printable(sentence(found, eyes)))
    print()
    show(found, eyes)


class Operator:
    """Whoever sits at this machine: she sees what it knows."""

    def __init__(self, slug: str) -> None:
        from entredon.apps.people.queries import nameless, names

        self._names, self._nameless = names(slug, inside=True), nameless

    def name(self, person: str) -> str:
        """What somebody is called here."""
        return self._names.get(person) or self._nameless(person)

    def may(self, person: str) -> bool:
        """All amounts stand in the public record."""
        return True


def show(found: Any, eyes: Operator) -> None:
    """Its steps as a table, oldest first; what came before it is quieter."""
    from rich.console import Console
    from rich.table import Table

    from entredon.apps.work.journeys_lines import line

    table = Table(box=None, pad_edge=False, show_header=True)
    table.add_column(said("When"), no_wrap=True)
    table.add_column(said("What"))
    table.add_column(said("Brought"), justify="right", no_wrap=True)
    table.add_column(said("Receipt"), no_wrap=True)
    for step in found.steps:
        brought = money(step.minor, step.currency) if step.minor else ""
        style = "dim" if step.before else ""
        table.add_row(step.at[:10], plain(line(step, eyes)), brought, step.entry[:10], style=style)
    Console(highlight=False).print(table)


def data(found: Any) -> dict[str, Any]:
    """The journey for programs: no names, only what the public record and its texts say."""
    return {
        "kind": found.start.kind,
        "id": found.start.id,
        "by": list(found.authors),
        "steps": [
            {
                "id": step.id, "kind": step.kind, "entry": step.entry, "by": list(step.who), "at": step.at, "state": step.state,
                "of": step.of, "text": step.text, "erased": step.erased, "before": step.before, "minor": step.minor,
                "currency": step.currency,
            }
            for step in found.steps
        ],
        "edges": [list(edge) for edge in found.edges],
        "joins": [list(join) for join in found.joins],
        "brought": [
            {
                "shareout": shared.id, "way": shared.way, "version": shared.version, "currency": shared.currency,
                "income": shared.minor,
                "pieces": [
                    {"contribution": id, "person": found.works[id].person, "minor": minor}
                    for id, minor in sorted(shared.pieces.items())
                ],
                "people": [
                    {"person": person, "kept": line.kept, "passed": line.passed, "lapsed": line.lapsed}
                    for person, line in sorted(shared.people.items())
                ],
            }
            for shared in found.reached
        ],
    }  # fmt: skip
