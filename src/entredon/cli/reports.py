"""``entredon reports``: what people reported that no steward can answer, for whoever runs this place."""

from typing import TYPE_CHECKING, Annotated

import typer

from entredon.cli import common
from entredon.cli.common import Trouble, say
from entredon.cli.words import said

if TYPE_CHECKING:
    from entredon.desk.models import Report


def reports(
    id: Annotated[int | None, typer.Argument(metavar="[ID]", help="The number of a report; without it, all are listed.")] = None,
    answer: Annotated[str, typer.Option(help="Your answer, with the reason; it goes to whoever reported.")] = "",
    gone: Annotated[bool, typer.Option("--gone", help="What was reported is gone or was changed; else it stays.")] = False,
) -> None:  # fmt: skip
    """Read and answer reports about pages of the whole place, and what no other steward can answer."""
    common.start()
    from entredon.site.reporting import sending

    mine = sending.for_whoever_runs_this()
    if id is None:
        for one in mine:
            print(f"{one.pk}  {one.made:%Y-%m-%d}  {one.state}  {one.about}  {sending.in_words(one.why)}")
        say(
            said("{count} wait for you. Read one: entredon reports ID", count=len(mine))
            if mine
            else said("Nothing waits for you.")
        )
        return
    found = next((one for one in mine if one.pk == id), None)
    if found is None:
        raise Trouble("There is no report {id} that waits for you; entredon reports lists those that do.", id=id)
    if not answer:
        _print(found)
        return
    act = sending.answer if found.state == sending.OPEN else sending.close
    act(None, found, kept=not gone, text=answer, by=sending.OPERATOR)
    print(said("Report {id} is answered.", id=id))


def _print(report: "Report") -> None:
    from entredon.site.reporting import sending

    for name, text in (
        ("About", report.about), ("Why", sending.in_words(report.why)), ("Report", report.text),
        ("Answer", report.answer), ("Appeal", report.appeal),
    ):  # fmt: skip
        if text:
            print(f"{name}: {common.printable(text)}")
    say(said('Answer it: entredon reports {pk} --answer "…" (and --gone if it goes)', pk=report.pk))
