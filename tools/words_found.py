"""Finds every text that people read and that can be said in another language: in templates, in code and in commands' help.

Read from the syntax tree, so it needs no other program. What counts: calls of gettext and its kin, troubles (``Told`` and
what descends from it), and what ``entredon … --help`` prints.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "entredon"
APART = {"verify.py"}
"""Stands alone, without this program and its catalogues."""

PLAIN = {"gettext", "gettext_lazy", "gettext_noop", "_", "_lazy"}
PLURAL = {"ngettext", "ngettext_lazy", "counted"}
CONTEXT = {"pgettext", "pgettext_lazy"}
BOTH = {"npgettext", "npgettext_lazy"}
ALSO_TOLD = {"Told", "give_up", "said"}
"""Not found as descendants: the class itself, and the function of commands that raises one."""
GIVEN = {"check_from", "check_until", "need_text", "distinct"}
"""Functions that refuse with the sentence that is given to them last."""


@dataclass(slots=True)
class Text:
    """A text and the files it stands in. ``plural`` and ``context`` are None where there is none."""

    id: str
    plural: str | None = None
    context: str | None = None
    where: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.id


@cache
def texts() -> list[Text]:
    """All texts, in the order of files; each once. Raises ValueError where one has two plurals: catalogues know only one."""
    found: dict[tuple[str | None, str], Text] = {}
    kinds = told_kinds()
    for path in sources():
        name = path.relative_to(PACKAGE).as_posix()
        if path.suffix == ".py":
            read = in_python(path.read_text(encoding="utf-8"), kinds, commands().get(name, frozenset()))
        else:
            read = in_template(path)
        for text in read:
            if not re.search(r"[^\W\d_]", re.sub(r"\{\w*(:,)?\}|%\(\w+\)s", "", text.id)):
                continue  # nothing but blanks
            one = found.setdefault(text.key, text)
            if one.plural and text.plural and one.plural != text.plural:
                raise ValueError(f"{name}: “{text.id}” has two plurals: {one.plural!r} and {text.plural!r}")
            one.plural = one.plural or text.plural
            if name not in one.where:
                one.where.append(name)
    return list(found.values())


def sources() -> list[Path]:
    """Python modules and templates that people's texts can stand in."""
    modules = [p for p in PACKAGE.rglob("*.py") if not {"tests", "migrations"} & set(p.parts)]
    modules = [p for p in modules if not p.name.startswith("testing") and p.name not in APART]
    return sorted([*modules, *(p for p in PACKAGE.rglob("templates/**/*") if p.is_file())])


@cache
def told_kinds() -> frozenset[str]:
    """The names of all classes of troubles, by what they descend from."""
    bases: dict[str, set[str]] = {}
    for path in sources():
        if path.suffix == ".py":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    bases.setdefault(node.name, set()).update(_name(base) for base in node.bases)
    kinds = {"Told"}
    while more := {name for name, above in bases.items() if above & kinds} - kinds:
        kinds |= more
    return frozenset(kinds | ALSO_TOLD)


@cache
def commands() -> dict[str, frozenset[str]]:
    """The functions that are commands, by the file they stand in: what ``--help`` prints of them is their docstring."""
    tree = ast.parse((PACKAGE / "cli" / "main.py").read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and all(isinstance(e, ast.Constant) for e in node.elts):
            module, function = (str(e.value) for e in node.elts if isinstance(e, ast.Constant))
            if module.startswith("entredon.cli."):
                found.setdefault(module.removeprefix("entredon.").replace(".", "/") + ".py", set()).add(function)
    return {name: frozenset(functions) for name, functions in found.items()}


def in_python(source: str, kinds: frozenset[str], shown: frozenset[str] = frozenset()) -> Iterator[Text]:
    """The texts of a module. ``shown`` names the functions whose docstring people read."""
    tree = ast.parse(source)
    named = {_name(one.targets[0]): one.value for one in tree.body if isinstance(one, ast.Assign)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _called(_name(node.func), node, kinds, named)
        elif (
            isinstance(node, ast.FunctionDef)
            and (node.name in shown or _is_command(node))
            and (told := ast.get_docstring(node))
        ):
            yield Text(inspect.cleandoc(told))


def _called(name: str, node: ast.Call, kinds: frozenset[str], named: dict[str, ast.expr]) -> Iterator[Text]:
    said = [a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else None for a in node.args]
    if name in PLAIN | kinds and said[:1]:
        yield from map(Text, _said(node.args[0], named))
    elif name in GIVEN and said[:1]:
        yield from map(Text, _said(node.args[-1], named))
    elif name in PLURAL and len(said) > 1 and said[0]:
        yield Text(said[0], said[1])
    elif name in CONTEXT and len(said) > 1 and said[1]:
        yield Text(said[1], None, said[0])
    elif name in BOTH and len(said) > 2 and said[1]:
        yield Text(said[1], said[2], said[0])
    elif name in {"Option", "Argument", "Typer"}:
        for word in node.keywords:
            if word.arg in {"help", "metavar"} and isinstance(word.value, ast.Constant) and word.arg == "help":
                yield Text(str(word.value.value))


def _said(node: ast.expr, named: dict[str, ast.expr]) -> Iterator[str]:
    """The sentence that stands there, or all of which one is said: by a condition, by its name, or out of a table."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_said(node.body, named), *_said(node.orelse, named))
    elif isinstance(node, ast.Name) and isinstance(named.get(node.id), ast.Constant):
        yield from _said(named[node.id], {})
    elif isinstance(node, ast.Subscript) and isinstance(table := named.get(_name(node.value)), ast.Dict):
        yield from (text for value in table.values for text in _said(value, {}))


def _is_command(node: ast.FunctionDef) -> bool:
    """Whether the docstring is what ``--help`` prints: its parameters are options and arguments, or it says so."""
    inside = [*node.args.defaults, *(a.annotation for a in node.args.args if a.annotation), *node.decorator_list]
    names = {_name(n.func) for part in inside for n in ast.walk(part) if isinstance(n, ast.Call)}
    return bool(names & {"Option", "Argument", "command"})


def _name(node: Any) -> str:
    return str(getattr(node, "attr", getattr(node, "id", "")))


_STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"(?<![\w.])(_|n?p?gettext)\(\s*{_STRING}(?:\s*,\s*{_STRING})?(?:\s*,\s*{_STRING})?", re.DOTALL)


def in_template(path: Path) -> Iterator[Text]:
    """The texts of a template, as Django's own tool finds them."""
    from django.utils.translation.template import templatize

    for name, *quoted in _CALL.findall(templatize(path.read_text(encoding="utf-8"))):
        said = [ast.literal_eval(one) for one in quoted if one]
        context = said.pop(0) if "p" in name else None
        yield Text(said[0], said[1] if name.startswith("n") else None, context)
