"""What commands say, in the language of who types them: ENTREDON_LANG, else as LC_ALL, LC_MESSAGES or LANG say.

The same catalogues as the pages have, read without Django, which many commands never load. What programs read (``--json``) is
the same in all languages.
"""

import gettext as catalogues
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from entredon.pure import formats
from entredon.pure.formats import Day, Money
from entredon.pure.told import Told

LOCALE = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ("en", "nl", "fr")


def language() -> str:
    """The language spoken: en, nl or fr."""
    for name in ("ENTREDON_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if asked := os.environ.get(name, ""):
            code = asked.replace("-", "_").partition("_")[0].partition(".")[0].lower()
            return code if code in LANGUAGES else "en"
    return "en"


@cache
def _catalogue(language: str) -> catalogues.NullTranslations:
    return catalogues.translation("django", LOCALE, [language], fallback=True)


def translated(text: str) -> str:
    """A text in the language spoken."""
    return _catalogue(language()).gettext(text) if text else ""


def said(sentence: str, /, **values: Any) -> str:
    """A sentence with what goes into its blanks. The sentence is written out where this is called."""
    return Told(sentence, **values).said(translated, shown)


def counted(one: str, many: str, n: int, /, **values: Any) -> str:
    """A sentence about a number of things; it stands in it as ``{n}`` or ``{n:,}``."""
    sentence = _catalogue(language()).ngettext(one, many, n)
    return Told(sentence, n=n, **values).said(lambda text: text, shown)


def tell(trouble: BaseException | str) -> str:
    """A trouble as a sentence."""
    return trouble.said(translated, shown) if isinstance(trouble, Told) else str(trouble)


def shown(value: Any) -> str:
    """A number or amount as the reader writes it."""
    if isinstance(value, Money):
        return formats.money(value.minor, value.currency, language())
    if isinstance(value, Day | bool) or not isinstance(value, int):
        return str(value)
    return formats.number(value, language())


def help_in_language(command: Any) -> None:
    """Put the help of a command, its options and the commands below it into the language spoken."""
    for name in ("help", "short_help", "epilog"):
        if text := getattr(command, name, None):
            setattr(command, name, translated(text))
    for parameter in getattr(command, "params", ()):
        if text := getattr(parameter, "help", None):
            parameter.help = translated(text)
    for below in getattr(command, "commands", {}).values():
        help_in_language(below)


Say = Callable[[str], None]
