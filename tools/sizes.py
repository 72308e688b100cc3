"""Files and functions that have grown long: shown by ./dev lint, never forbidden. A long one is a good moment to look."""

import ast
from collections.abc import Iterator
from pathlib import Path

FILE = 300
FUNCTION = 30


def sources(root: Path) -> Iterator[Path]:
    """The programme's own Python, tests and migrations apart."""
    for path in sorted((root / "src").rglob("*.py")):
        if not {"tests", "migrations", "node_modules"} & set(path.parts):
            yield path


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring: explaining more is never a reason to split."""
    total = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def outliers(root: Path) -> Iterator[str]:
    """A line for each file and function that is longer than we like."""
    for path in sources(root):
        text = path.read_text(encoding="utf-8")
        shown = path.relative_to(root).as_posix()
        if (lines := text.count("\n")) > FILE:
            yield f"{shown}: {lines} lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (lines := length(node)) > FUNCTION:
                yield f"{shown}:{node.lineno}: {node.name} has {lines} lines"


def report(root: Path) -> None:
    """Print the outliers, longest first matters less than where: in the order of the files."""
    found = list(outliers(root))
    if found:
        print(f"Longer than {FILE} lines a file or {FUNCTION} a function (a hint, no fault):")
        print(*(f"  {line}" for line in found), "", sep="\n")
