"""What every command shares: starting Django, speaking to people, and ending with the right exit code."""

import os
import sys
from pathlib import Path
from typing import Any, NoReturn

from entredon.cli.words import language, said
from entredon.pure.told import Told


class Trouble(Told):
    """Something a person can mend. The sentence is printed to standard error and the command ends with ``code``."""

    def __init__(self, sentence: str, code: int = 2, /, **values: Any) -> None:
        super().__init__(sentence, **values)
        self.code = code


def is_directory(asked: str) -> bool:
    """Whether an argument means a directory: it has a slash, or is the current one."""
    return "://" not in asked and ("/" in asked or asked in (".", "..") or os.sep in asked)


def no_commons(slug: str) -> str:
    """That there is no commons of this name; and who means a directory is told how that is written."""
    hint = said(" There is a directory {slug} here: write ./{slug}", slug=slug) if slug and Path(slug).is_dir() else ""
    return said("There is no commons named {slug} here.{hint}", slug=slug, hint=hint)


def is_address(asked: str) -> bool:
    """Whether an argument means an address of another server."""
    return "://" in asked


def start(*, memory: bool = False) -> None:
    """Make Django ready, with this node's tables up to date, or with none but those of a replay in memory.

    Raises Trouble when the node's folder can't be used.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entredon.site.settings")
    import django
    from django.conf import settings

    if (
        memory and not settings.configured
    ):  # else it is settled already, and would only mislead programs begun from here
        os.environ["ENTREDON_MEMORY"] = "1"

    try:
        django.setup()
        from django.utils import translation

        translation.activate(language())
        if not memory:
            from entredon.cli.run import migrate

            migrate()
    except PermissionError as trouble:
        raise Trouble(
            "The folder {filename} can't be written; set ENTREDON_HOME to one that is yours.", filename=trouble.filename
        ) from None


def home() -> Path:
    """The folder of this node."""
    from django.conf import settings

    return Path(settings.ENTREDON_HOME)


def say(text: str) -> None:
    """A line for people who also want the result on standard output alone: to standard error."""
    print(printable(text), file=sys.stderr, flush=True)


def printable(text: object) -> str:
    """Text as a terminal may show it: what could steer it, or turn the order of letters, becomes � or a space."""
    lines = str(text).split("\n")
    return "\n".join("".join(c if c.isprintable() else " " if c.isspace() else "�" for c in line) for line in lines)


def give_up(sentence: str, code: int = 2, /, **values: Any) -> NoReturn:
    """End the command with a sentence and what goes into it. Raises Trouble."""
    raise Trouble(sentence, code, **values)
