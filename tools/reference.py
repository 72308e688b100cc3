"""The pages of the reference that are made from the program itself: kinds of entries, and commands.

``./dev docs --write`` writes them; ``./dev docs`` and a test say when they are out of date.
"""

import inspect
import re
from collections.abc import Callable, Iterator
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
    optional = "" if field.required else f"; if left out {msgspec.json.encode(default).decode()}"
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


def commands_there() -> dict[str, Any]:
    """The commands of ``entredon`` by name, as click knows them."""
    import importlib

    import typer

    from entredon.cli.main import COMMANDS as there  # noqa: N811

    app = typer.Typer(context_settings={"help_option_names": ["-h", "--help"]})
    for name, (module, function) in there.items():
        app.command(name)(getattr(importlib.import_module(module), function))
    return dict(getattr(typer.main.get_command(app), "commands", {}))


def commands() -> str:
    """docs/reference/commands.md."""
    return "\n".join([COMMANDS, *(_command(name, command) for name, command in commands_there().items())])


def _command(name: str, command: Any) -> str:
    usage = " ".join([name, *(_usage(p) for p in command.params if p.param_type_name == "argument")])
    options = [p for p in command.params if p.param_type_name == "option"]
    text = f"### `entredon {usage}{' [OPTIONS]' if options else ''}`\n\n{rewrapped(command.help)}\n"
    lines = [_parameter(p) for p in command.params]
    return text + ("\n" + "".join(lines) if lines else "")


def _usage(parameter: Any) -> str:
    shown = parameter.metavar or parameter.human_readable_name.upper()
    return shown.strip("[]") if parameter.required else f"[{shown.strip('[]')}]"


def _parameter(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        names = f"`{(parameter.metavar or parameter.human_readable_name.upper()).strip('[]')}`"
    else:
        kind = "" if parameter.is_flag else f" {parameter.metavar or parameter.type.name.upper()}"
        names = ", ".join(f"`{o}{kind}`" for o in (*parameter.opts, *parameter.secondary_opts))
    told = f": {' '.join(parameter.help.split())}" if getattr(parameter, "help", None) else ""
    default = parameter.default
    plain = isinstance(default, str | int) and not isinstance(default, bool) and default != ""
    return f"* {names}{told}{f' (default: {default})' if plain else ''}\n"


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
