"""What the library that reads command lines says by itself, in the language spoken: headings of help, and what was typed wrongly.

Its own words are English only. In English they stay as they are.
"""

from typing import Any

from entredon.cli.words import language, said, translated


def gettext(text: str) -> str:
    """Marks a text for the catalogues; it is translated when it is shown."""
    return text


THEIRS = (
    gettext("Arguments"),
    gettext("Options"),
    gettext("Commands"),
    gettext("required"),
    gettext("default: {default}"),
    gettext("Aborted!"),
    gettext("Show this message and exit."),
)
"""Texts of the library that it would look up in a catalogue; ours has them."""


def speak(command: Any) -> None:
    """Have the library's own words said in the language spoken. ``command`` is the command that is going to run."""
    if language() == "en":
        return
    from typer import core

    core._ = translated  # type: ignore[attr-defined]  # where it looks texts up, by the name it has for that
    context = type(command).context_class
    plain = context.formatter_class

    class Formatter(plain):  # type: ignore[misc, valid-type]
        """Writes the first line of help, and what options do, with the library's own words translated."""

        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or said("Usage: "))

        def write_dl(self, rows: Any, *more: Any, **said_too: Any) -> None:
            super().write_dl([(name, translated(text)) for name, text in rows], *more, **said_too)

    context.formatter_class = Formatter


def wrong(trouble: Any) -> str:
    """What was typed wrongly, as a sentence; "" in English, where the library says it."""
    if language() == "en":
        return ""
    param = getattr(trouble, "param", None)
    name = next(iter(getattr(param, "opts", ())), "") if param else str(getattr(trouble, "param_hint", None) or "")
    name = name if name.startswith("-") else name.upper()
    kind = type(trouble).__name__
    if kind == "NoSuchOption":
        what = said("There is no option {name}.", name=getattr(trouble, "option_name", ""))
    elif kind == "MissingParameter":
        what = said("{name} is missing.", name=name)
    elif name:
        what = said("What you gave for {name} doesn't fit.", name=name)
    else:
        what = said("This can't be read as a command.")
    context = getattr(trouble, "ctx", None)
    return what + " " + said("See: {command} --help", command=context.command_path if context else "entredon")
