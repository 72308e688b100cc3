"""Names in the order in which people look for them."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def in_order(name: str) -> str:
    """What to sort a name by: Élodie stands beside Elodie and eve, whatever their accents and capitals."""
    if name.isascii():
        return name.casefold()
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
