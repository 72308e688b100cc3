"""What the commands about partners, offers and orders share: arguments, shares as people type them, and how it is told."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli.common import Trouble, no_commons, printable
from entredon.cli.words import said
from entredon.pure.log import canonical

if TYPE_CHECKING:
    from entredon.log.registry import Fact
    from entredon.pure.log.keys import SecretKey

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="the short name of a commons here")]
Json = Annotated[bool, typer.Option("--json", help="print the result as canonical JSON")]
Partner = Annotated[
    str, typer.Argument(metavar="PARTNER", help="a partner: the name, or at least six characters of the id")
]
Offer = Annotated[str, typer.Argument(metavar="OFFER", help="an offer: at least six characters of its id")]
Quote = Annotated[str, typer.Argument(metavar="QUOTE", help="a quote: at least six characters of its id")]
Order = Annotated[str, typer.Argument(metavar="ORDER", help="an order: at least six characters of its id")]
Reason = Annotated[str, typer.Option(help="why, in your words; they can be erased later")]

WHOLE = 1_000_000
_PERCENT = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,4}))? ?%?", re.ASCII)


def percent(text: str) -> int:
    """A share such as 15% or 2.5 % in parts per million. Raises Trouble."""
    found = _PERCENT.fullmatch(text.strip())
    if found is None:
        raise Trouble("“{text}” is no percentage, such as 15% or 2.5%. Nothing was recorded.", text=text[:40])
    return int(found[1]) * 10_000 + int((found[2] or "").ljust(4, "0"))


def split_at(text: str, example: str) -> tuple[str, str]:
    """What stands before and behind the last = of an option. Raises Trouble, which shows an example."""
    left, equals, right = text.rpartition("=")
    if not (equals and left.strip() and right.strip()):
        raise unclear(text, example)
    return left.strip(), right.strip()


def unclear(text: str, example: str) -> Trouble:
    """What to say of an option that can't be read."""
    return Trouble(
        "“{text}” is not clear: write it like {example}. Nothing was recorded.", text=text[:80], example=example
    )


def words(given: list[str] | None) -> tuple[str, ...]:
    """What a partner can do, in words of small letters and hyphens, each once."""
    tidy = ("-".join(text.casefold().split()) for text in given or [])
    return tuple(dict.fromkeys(word for word in tidy if word))


def looks(slug: str) -> None:
    """Make Django ready for somebody who only looks. Raises Trouble where there is no such commons."""
    from entredon.cli.common import start

    start()
    from entredon.log.models import Log

    if not Log.objects.filter(slug=slug).exists():
        raise Trouble(no_commons(slug))


def append(slug: str, fact: "Fact", me: "SecretKey", texts: Mapping[str, str] | None = None) -> str:
    """Say it with this machine's key; returns the id. Raises Refused."""
    from entredon.log import door

    return door.append(slug, fact, me, {name: text for name, text in (texts or {}).items() if text.strip()}).id


def told(json: bool, data: dict[str, Any], text: str) -> None:
    """The result, for programs or for people."""
    print(canonical.dumps(data).decode() if json else printable(text))


def listed(json: bool, name: str, rows: list[dict[str, Any]], lines: list[str], nothing: str) -> None:
    """A list, for programs under a name or for people line by line."""
    if json:
        print(canonical.dumps({name: rows}).decode())
        return
    for line in lines:
        print(printable(line))
    if not rows:
        print(printable(nothing))


def in_a_row(*parts: str) -> str:
    """Parts of a line, those left out that are empty."""
    return "  ".join(part for part in parts if part)


def called(slug: str, partner: str) -> str:
    """What a partner is called; the beginning of its id where its name was erased."""
    from entredon.apps.market.queries_found import names

    return names(slug).get(partner) or said("partner {id}", id=partner[:10])
