"""The import contracts that ./dev lint adds to import-linter's own."""

import pytest
from grimp import ImportGraph

from tools.contracts import Apps, Only


def graph(*imports: tuple[str, str]) -> ImportGraph:
    found = ImportGraph()
    for who, what in imports:
        for module in (who, what):
            found.add_module(module)
        found.add_import(importer=who, imported=what, line_number=1, line_contents="")
    return found


def broken(contract, *imports):
    return contract.check(graph(*imports), verbose=False).metadata["broken"]


only = Only("only", {}, {"source": "e.pure", "allowed": ["e.pure", "nacl"]})
apps = Apps("apps", {}, {"package": "e.apps"})


@pytest.mark.parametrize("what", ["json", "hashlib", "nacl", "nacl.signing", "e.pure.value", "__future__"])
def test_pure_may_use_the_standard_library_itself_and_what_is_listed(what):
    assert not broken(only, ("e.pure.log", what))


@pytest.mark.parametrize("what", ["django", "django.db", "e.log", "e.purely", "numpy", "naclx"])
def test_pure_may_use_nothing_else(what):
    assert broken(only, ("e.pure.log.tree", what)) == [("e.pure.log.tree", what, 1)]
    assert not broken(only, ("e.pure.log.tests.test_tree", what))


@pytest.mark.parametrize(
    ("who", "what"),
    [
        ("e.apps.work.views", "e.apps.people.queries"),
        ("e.apps.work.views", "e.apps.people.entries"),
        ("e.apps.work.rules", "e.apps.people.record"),
        ("e.apps.work.record", "e.apps.people.record"),
        ("e.apps.work.rules_import", "e.apps.people.record"),
        ("e.apps.work.views", "e.apps.work.models"),
        ("e.apps.work.views", "e.log.door"),
        ("e.apps.work.tests.test_x", "e.apps.people.models"),
    ],
)
def test_an_app_may_ask_another_and_its_rules_may_leave_records(who, what):
    assert not broken(apps, (who, what))


@pytest.mark.parametrize(
    ("who", "what"),
    [
        ("e.apps.work.views", "e.apps.people.models"),
        ("e.apps.work.queries", "e.apps.people.models"),
        ("e.apps.work.rules", "e.apps.people.rules"),
        ("e.apps.work.views", "e.apps.people.record"),
        ("e.apps.work.views", "e.apps.people"),
    ],
)
def test_an_app_may_not_reach_into_another(who, what):
    assert broken(apps, (who, what)) == [(who, what, 1)]
