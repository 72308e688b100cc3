"""The pages of the reference that are made from the program itself: kinds of entries, and commands.

``./dev docs --write`` writes them; ``./dev docs`` and a test say when they are out of date.
"""

import importlib
import inspect
import re
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"

ENTRIES = """# Kinds of entries

<!-- Made by ./dev docs --write from the docstrings of entries.py and rules.py. Change those. -->

What can be said in a commons. The *body* of an entry has exactly the fields of its kind; fields with "if left out" may be missing. A
*side text* is not in the entry: the entry commits to it, and it can be erased. *The law* is what the kind's rule demands, for the node
that takes the entry as for everybody who replays it. How entries are written down is told in [the log](../log.md).
"""
COMMANDS = """# Commands

<!-- Made by ./dev docs --write from the commands themselves. Change those. -->

`entredon COMMAND --help` says the same in the terminal. `./dev run` is `entredon run` with all set-up; for the others, put `.venv/bin` on
your path or write `.venv/bin/entredon`. What they print for programs, and their exit codes: [outputs](outputs.md). A SLUG is a
commons of this node; a DIR is a mirror's folder, told apart by a slash in it (or `.`); an ADDRESS begins with `http`.
"""


def rewrapped(text: str | None) -> str:
    """A docstring as paragraphs, each on a line; what is indented or listed stays as it is."""
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(text or "").replace("``", "`"))
    # What a function raises concerns whoever calls it, not whoever types a command.
    paragraphs = [p for p in paragraphs if not p.startswith("Raises ")]
    return "\n\n".join(p if re.search(r"^(\s{2,}|\* |- )", p, re.M) else " ".join(p.split()) for p in paragraphs)


def form(kind: Any) -> str:
    """The type of a field in words."""
    inspected = msgspec.inspect
    match kind:
        case inspected.StrType():
            return "text"
        case inspected.IntType():
            return "whole number"
        case inspected.BoolType():
            return "true or false"
        case inspected.NoneType():
            return "null"
        case inspected.AnyType():
            return "any value"
        case inspected.VarTupleType() | inspected.ListType():
            return f"list of: {form(kind.item_type)}"
        case inspected.DictType():
            return f"object, each value: {form(kind.value_type)}"
        case inspected.UnionType():
            return " or ".join(form(part) for part in kind.types)
        case inspected.LiteralType():
            return " or ".join(f"`{msgspec.json.encode(value).decode()}`" for value in kind.values)
        case inspected.StructType():
            return "{" + ", ".join(f"`{field.encode_name}`: {form(field.type)}" for field in kind.fields) + "}"
    return type(kind).__name__.removesuffix("Type").lower()


def _field(field: Any) -> str:
    default = field.default_factory() if field.default_factory is not msgspec.NODEFAULT else field.default
    if field.required:
        optional = ""
    elif default in (msgspec.UNSET, msgspec.NODEFAULT):
        optional = "; may be left out"
    else:
        optional = f"; if left out {msgspec.json.encode(default).decode()}"
    return f"* `{field.encode_name}`: {form(field.type)}{optional}\n"


def entries() -> str:
    """docs/reference/entries.md."""
    from entredon.log import registry

    parts = [ENTRIES]
    for app, kinds in groupby(sorted(registry.kinds()), key=lambda kind: kind.partition(".")[0]):
        parts.append(f"## {app}\n")
        parts += [_kind(kind, registry.kinds()[kind]) for kind in kinds]
    return "\n".join(parts)


def _kind(kind: str, versions: list[Any]) -> str:
    newest = versions[-1]
    text = f"### `{kind}`\n\n{rewrapped(newest.fact.__doc__)}\n\n"
    for version in reversed(versions):
        since = f" since rulebook {version.since}" if len(versions) > 1 else ""
        text += f"*The law{since}:* {rewrapped(version.apply.__doc__)}\n\n"
    listed = "".join(_field(field) for field in msgspec.inspect.type_info(newest.fact).fields)  # type: ignore[attr-defined]
    if listed:
        text += listed
    else:
        text += "No fields.\n"
    if newest.fact.texts:
        text += f"\nSide texts: {', '.join(f'`{name}`' for name in newest.fact.texts)}\n"
    return text


@dataclass(frozen=True, slots=True)
class Command:
    """A command of ``entredon``, with the function behind it."""

    name: str
    function: Callable[..., Any]
    params: list[Any]
    help: str


def commands_there() -> list[Command]:
    """The commands there are, in the order in which ``entredon --help`` lists them."""
    import typer

    from entredon.cli.main import COMMANDS as there  # noqa: N811

    app = typer.Typer()
    functions = {name: getattr(importlib.import_module(module), function) for name, (module, function) in there.items()}
    for name, function in functions.items():
        app.command(name)(function)
    made = getattr(typer.main.get_command(app), "commands", {})
    return [Command(name, function, made[name].params, made[name].help) for name, function in functions.items()]


def commands() -> str:
    """docs/reference/commands.md."""
    return "\n".join([COMMANDS, *(_command(command) for command in commands_there())])


def _command(command: Command) -> str:
    params = [p for p in command.params if p.name != "help"]
    arguments = [p for p in params if p.param_type_name == "argument"]
    options = [p for p in params if p.param_type_name == "option"]
    usage = " ".join([command.name, *(_called(p) for p in arguments), *(["[OPTIONS]"] if options else [])])
    text = f"### `entredon {usage}`\n\n{rewrapped(command.help)}\n"
    hints = typing.get_type_hints(command.function)
    lines = [_argument(p) for p in arguments] + [_option(p, hints[p.name]) for p in options]
    return text + ("\n" + "".join(lines) if lines else "")


def _called(argument: Any) -> str:
    name = (argument.metavar or argument.name.upper()).strip("[]{}")
    return name if argument.required else f"[{name}]"


def _argument(argument: Any) -> str:
    return f"* `{_called(argument).strip('[]')}`{_told(argument)}\n"


def _option(option: Any, kind: Any) -> str:
    value = "" if option.is_flag else f" {option.metavar or _value(kind)}"
    names = ", ".join(f"`{name}{value}`" for name in (*option.opts, *option.secondary_opts))
    default = option.default
    shown = isinstance(default, str | int) and not isinstance(default, bool) and default != ""
    return f"* {names}{_told(option)}{f' (default: {default})' if shown else ''}\n"


def _told(parameter: Any) -> str:
    return f": {' '.join(parameter.help.split())}" if parameter.help else ""


def _value(kind: Any) -> str:
    """What stands for a value of this type."""
    words = {int: "NUMBER", Path: "PATH", str: "TEXT"}
    if kind in words:
        return words[kind]
    return next((name for part in typing.get_args(kind) if (name := _value(part)) != "VALUE"), "VALUE")


PAGES: dict[str, Callable[[], str]] = {"entries.md": entries, "commands.md": commands}


def stale() -> Iterator[str]:
    """Made pages of the reference that are not what the program would make now."""
    for name, make in PAGES.items():
        path = REFERENCE / name
        if not path.exists() or path.read_text(encoding="utf-8") != make():
            yield f"docs/reference/{name} is out of date: ./dev docs --write"


def write() -> list[str]:
    """Write the made pages; returns the names of those that changed."""
    changed = []
    for name, make in PAGES.items():
        text, path = make(), REFERENCE / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(name)
    return changed
