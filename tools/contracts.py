"""Two import contracts that import-linter doesn't bring: what ``pure`` may use, and how apps reach each other."""

import sys
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

Import = tuple[str, str]

# Where rules live (rules.py, or rules_import.py): the law may leave rows in another app through its record.
LAW = {"rules", "record", "entries"}
# What anybody may read of another app: its answers, and the words its entries are made of.
OPEN = {"queries", "entries"}


def in_tests(module: str) -> bool:
    return "tests" in module.split(".")


def inside(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def imports_of(graph: ImportGraph, package: str) -> list[Import]:
    """All direct imports made inside a package, tests apart."""
    modules = sorted(m for m in graph.modules if inside(m, package) and not in_tests(m))
    return [(m, found) for m in modules for found in sorted(graph.find_modules_directly_imported_by(m))]


class _Listed(Contract):
    """A contract that shows the single imports that break it."""

    def broken(self, graph: ImportGraph) -> list[Import]:
        raise NotImplementedError

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        found = self.broken(graph)
        lines = [(who, what, self._line(graph, who, what)) for who, what in found]
        return ContractCheck(kept=not found, metadata={"broken": lines})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for who, what, line in check.metadata["broken"]:
            output.print_error(f"{who} (line {line}) imports {what}", bold=False)

    @staticmethod
    def _line(graph: ImportGraph, who: str, what: str) -> Any:
        details = graph.get_import_details(importer=who, imported=what)
        return details[0]["line_number"] if details else "?"


class Only(_Listed):
    """``source`` imports the standard library and what ``allowed`` names, nothing else."""

    source = fields.StringField()
    allowed = fields.ListField(subfield=fields.StringField())

    def broken(self, graph: ImportGraph) -> list[Import]:
        fine = {*sys.stdlib_module_names, "__future__"}
        return [
            (who, what)
            for who, what in imports_of(graph, str(self.source))
            if what.partition(".")[0] not in fine and not any(inside(what, str(a)) for a in self.allowed)  # type: ignore[attr-defined]
        ]


class Apps(_Listed):
    """Every app imports other apps' ``queries`` and ``entries``; only rules, records and entries import a ``record``."""

    package = fields.StringField()

    def broken(self, graph: ImportGraph) -> list[Import]:
        return [pair for pair in imports_of(graph, str(self.package)) if not self._allowed(*pair)]

    def _allowed(self, who: str, what: str) -> bool:
        if not inside(what, str(self.package)):
            return True
        who_app, who_module = self._split(who)
        what_app, what_module = self._split(what)
        if who_app == what_app or what_module in OPEN:
            return True
        return what_module == "record" and who_module.partition("_")[0] in LAW

    def _split(self, module: str) -> tuple[str, str]:
        """The app of a module, and its first name within that app: entredon.apps.work.rules → (work, rules)."""
        rest = module.removeprefix(str(self.package)).strip(".").split(".")
        return rest[0], rest[1] if len(rest) > 1 else ""
