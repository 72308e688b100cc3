"""Tables that people send: streamed to disk up to a limit, under a random name, and swept away when nobody used them."""

from collections.abc import Collection, Iterator
from pathlib import Path

from django.conf import settings

from entredon.desk import uploads
from entredon.log import home
from entredon.pure.tables import MOST_BYTES

AT_ONCE = 5
"""Room for so many of the largest, all that wait together."""
TABLE, LOOK, FAULTS = ".table", ".look", ".faults.csv"
FIELD = "table"
"""The field of the form in which a table comes."""


def folder() -> Path:
    """Where tables wait, its owner's alone."""
    found = Path(settings.ENTREDON_HOME) / "tables"
    home.make_folder(found)
    return found


def place(name: str, what: str = TABLE) -> Path:
    """Where a table lies, or what was found in it: by the random name it was given here, never by one from outside."""
    return folder() / (uploads.checked(name) + what)


def drop(name: str) -> None:
    """It has served."""
    for what in (TABLE, LOOK, FAULTS) if name else ():
        place(name, what).unlink(missing_ok=True)


def sweep() -> None:
    """Throw away what nobody used."""
    uploads.throw_away_old(folder().iterdir())


def names() -> Iterator[str]:
    """The tables that wait."""
    return (path.name.removesuffix(TABLE) for path in folder().glob("*" + TABLE))


def naming(addresses: Collection[str]) -> list[str]:
    """The tables that wait and in which one of these addresses stands."""
    wanted = [address.lower().encode() for address in addresses if address.strip()]
    found = []
    for name in names() if wanted else ():
        # UTF-16 has a NUL beside each letter of an address.
        raw = place(name).read_bytes().lower().replace(b"\0", b"")
        if any(address in raw for address in wanted):
            found.append(name)
    return found


def most() -> int:
    """How many bytes a table may have at most."""
    return min(MOST_BYTES, int(settings.ENTREDON_UPLOAD_MOST))


def room() -> int:
    """How many bytes the next one may have, beside those that wait already."""
    return max(0, min(most(), AT_ONCE * most() - sum(place(name).stat().st_size for name in names())))


class ToDisk(uploads.ToDisk):
    """Takes the one file of the form straight to where such files wait."""

    field = FIELD

    def place(self, key: str) -> Path:
        return place(key)

    def drop(self, key: str) -> None:
        drop(key)

    def sweep(self) -> None:
        sweep()

    def most(self) -> int:
        return most()

    def room(self) -> int:
        return room()
