"""``entredon adopt-rule``: a steward says by which rule income is shared, with this machine's key."""

from typing import Annotated

import typer

from entredon.cli.common import printable, say
from entredon.cli.keys import member
from entredon.cli.share import read_rule
from entredon.cli.words import said
from entredon.pure.value.describe import describe

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="the short name of a commons here")]
Given = Annotated[str, typer.Argument(metavar="RULE", help="a JSON file, or a built-in rule: contributions@1, pot@1")]


def adopt_rule(slug: Slug, rule: Given) -> None:
    """Adopt a sharing rule, as a steward. One by fixed parts takes force when everybody it names has signed."""
    chosen = read_rule(rule)
    me = member(slug)
    from entredon.apps.value.entries import RuleAdopted
    from entredon.log import door

    id = door.append(slug, RuleAdopted(rule=chosen.data()), me).id
    print(
        printable(
            said(
                "Recorded: income is shared by another rule from here on ({id}). {describe}",
                id=id[:10],
                describe=describe(chosen),
            )
        )
    )
    if chosen.parts:
        say(said("It takes force when everybody it names has signed it; until then the rule before it holds."))
