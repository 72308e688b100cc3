"""Which browser somebody uses, in plain words: enough to know one's own again, and no more than that is kept."""

import re

from django.utils.translation import gettext as _

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Vivaldi", "Vivaldi"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chromium", "Chromium"),
    ("(Headless)?Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""What browsers say of themselves, and their names. Those that call themselves by others' names too come first."""
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def words(user_agent: str) -> str:
    """Such as "Firefox · Linux"; "" for what nobody knows. Kept as it is: only names of makers, in every language the same."""
    found = [_first(BROWSERS, user_agent), _first(MACHINES, user_agent)]
    return " · ".join(name for name in found if name)


def called(kept: str) -> str:
    """The same for people."""
    return kept or _("a browser that doesn’t say what it is")


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in known if re.search(rf"\b{sign}", user_agent)), "")
