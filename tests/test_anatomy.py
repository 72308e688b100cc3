"""All apps are built alike, and the law is where the law belongs. Walks what is there, so a new app is held too."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from django.apps import apps
from django.db import models

import entredon
from entredon.log import registry
from entredon.log.bases import Derived, Kept, Private

PACKAGE = Path(entredon.__file__).parent
APPS = sorted(path.name for path in (PACKAGE / "apps").iterdir() if (path / "__init__.py").exists())
PARTS = ["models.py", "queries.py", "README.md", "migrations/__init__.py", "tests/__init__.py"]
OURS = [model for model in apps.get_models() if model.__module__.startswith("entredon.")]
DERIVED = [model for model in OURS if issubclass(model, Derived)]
KINDS = sorted(registry.kinds())
# Where derived rows may be added and changed: rules, and the record that other apps' rules call.
LAW = re.compile(r"(rules|record)(_\w+)?\.py|(rules|record)/")
WRITERS = {"create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create", "raw"}


def ids(items: list[type]) -> list[str]:
    return [item.__name__ for item in items]


def sources(folder: Path) -> Iterator[Path]:
    """The Python of a folder, tests and migrations apart."""
    for path in sorted(folder.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.relative_to(folder).parts):
            yield path


def shown(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(PACKAGE)}:{node.lineno}"  # type: ignore[attr-defined]


def app_of(kind: str) -> Path:
    return PACKAGE / "apps" / kind.partition(".")[0]


# Files


@pytest.mark.parametrize("app", APPS)
def test_an_app_has_the_parts_that_every_app_has(app):
    folder = PACKAGE / "apps" / app
    assert [part for part in PARTS if not (folder / part).exists()] == []
    assert (folder / "entries.py").exists() == (folder / "rules.py").exists(), "what can be said, and its law"


@pytest.mark.parametrize("app", APPS)
def test_an_app_with_private_tables_declares_what_they_hold_about_people(app):
    private = [model for model in OURS if issubclass(model, Private) and model._meta.app_label == app]
    assert not private or (PACKAGE / "apps" / app / "personal.py").exists()


@pytest.mark.parametrize("app", APPS)
def test_an_app_is_switched_on(app):
    assert f"entredon.apps.{app}" in {config.name for config in apps.get_app_configs()}


@pytest.mark.parametrize("app", APPS)
def test_a_readme_tells_what_an_app_is_for(app):
    text = (PACKAGE / "apps" / app / "README.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip()]
    assert lines[0].startswith("# ")
    assert len(lines) >= 10


# Kinds


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_belongs_to_the_app_whose_name_it_bears(kind):
    for version in registry.kinds()[kind]:
        assert version.fact.__module__.startswith(f"entredon.apps.{kind.partition('.')[0]}.")


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_and_its_rule_say_what_they_mean(kind):
    for version in registry.kinds()[kind]:
        assert inspect.getdoc(version.fact), "the fact has no docstring"
        assert inspect.getdoc(version.apply), "the rule has no docstring"
        assert inspect.getdoc(version.fact) != inspect.getdoc(registry.Fact), "the docstring is the base class's"


@pytest.mark.parametrize("kind", KINDS)
def test_the_readme_of_its_app_names_a_kind(kind):
    assert f"`{kind}`" in (app_of(kind) / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_tested_in_its_app(kind):
    names = {version.fact.__name__ for version in registry.kinds()[kind]}
    tests = "".join(path.read_text(encoding="utf-8") for path in app_of(kind).rglob("tests/test_*.py"))
    assert kind in tests or any(re.search(rf"\b{name}\(", tests) for name in names)


@pytest.mark.parametrize("kind", KINDS)
def test_the_public_record_can_tell_a_kind_in_words(kind):
    words = importlib.import_module(f"entredon.apps.{kind.partition('.')[0]}.words")
    assert kind in words.NAMES
    assert kind in words.WORDS


def facts() -> list[type[registry.Fact]]:
    return [version.fact for kind in KINDS for version in registry.kinds()[kind]]


@pytest.mark.parametrize("fact", facts(), ids=ids(facts()))
def test_a_fact_holds_no_float(fact):
    assert "FloatType" not in repr(msgspec.inspect.type_info(fact))


@pytest.mark.parametrize("fact", facts(), ids=ids(facts()))
def test_a_fact_is_frozen_and_refuses_unknown_fields(fact):
    assert fact.__struct_config__.frozen
    assert fact.__struct_config__.forbid_unknown_fields


def test_every_fact_that_is_written_down_has_a_rule():
    written = {c.kind for c in _subclasses(registry.Fact) if c.__module__.startswith("entredon.apps.")}
    assert written == set(KINDS)


def _subclasses(fact: type) -> Iterator[type]:
    for found in fact.__subclasses__():
        yield found
        yield from _subclasses(found)


# Tables


@pytest.mark.parametrize("model", OURS, ids=ids(OURS))
def test_a_model_is_derived_private_or_kept(model):
    assert sum(issubclass(model, base) for base in (Derived, Private, Kept)) == 1


@pytest.mark.parametrize("model", OURS, ids=ids(OURS))
def test_a_model_says_what_it_remembers(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}("), "this is Django's own docstring"


@pytest.mark.parametrize("model", DERIVED, ids=ids(DERIVED))
def test_a_derived_table_is_the_same_on_every_database(model):
    assert [field.name for field in model._meta.pk_fields] == ["commons", "id"]
    for field in model._meta.concrete_fields:
        assert not isinstance(field, models.FloatField | models.AutoField | models.ForeignKey), field
        assert not isinstance(field, models.DateTimeField | models.DecimalField), f"{field}: written as text"
        assert not isinstance(field, models.JSONField), f"{field}: use CanonicalJSON"


# The law


def derived_names(path: Path) -> set[str]:
    """Names of derived models that a module has imported: two apps may call different things the same."""
    known = {(model._meta.app_label, model.__name__) for model in DERIVED}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("models"):
            app = str(node.module).replace(".apps.", ".").split(".")[1]
            found |= {(alias.asname or alias.name) for alias in node.names if (app, alias.name) in known}
    return found


def names_in(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def writes_beside_the_law(path: Path) -> Iterator[str]:
    """ORM writes of derived models, and instances of them made by hand."""
    derived = derived_names(path)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in derived:
            yield f"{shown(path, node)} makes a {node.func.id}"
        elif isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS and names_in(node.func) & derived:
            yield f"{shown(path, node)} calls {node.func.attr} on a derived model"


def uses_the_buffer(path: Path) -> Iterator[str]:
    """Calls of ``tables.add`` and ``tables.change``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("add", "change"):
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "tables":
                yield shown(path, node)


def test_nothing_writes_derived_tables_through_the_orm():
    assert [line for path in sources(PACKAGE) for line in writes_beside_the_law(path)] == []


def test_only_rules_and_records_change_derived_tables():
    others = [path for path in sources(PACKAGE / "apps") if not LAW.search(path.as_posix())]
    assert [line for path in others for line in uses_the_buffer(path)] == []


CLOCKS = {
    "now",
    "today",
    "utcnow",
    "time",
    "monotonic",
    "perf_counter",
    "random",
    "randint",
    "choice",
    "token_hex",
    "uuid4",
}


def law_files() -> list[Path]:
    return [path for path in sources(PACKAGE / "apps") if LAW.search(path.as_posix())]


@pytest.mark.parametrize("path", law_files(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_rule_reads_no_clock_no_chance_no_query_and_no_float(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"{shown(path, node)}: a float"
        if isinstance(node, ast.Attribute):
            assert node.attr != "objects", f"{shown(path, node)}: the ORM"
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            assert name not in CLOCKS | {"float"}, f"{shown(path, node)}: {name}"


def refusals() -> list[tuple[str, str]]:
    """The text of each refusal in the law, with where it stands; of what is put together, the last part."""
    found = []
    for path in law_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused" and node.args:
                text = node.args[0]
                parts = text.values if isinstance(text, ast.JoinedStr) else [text]
                if isinstance(parts[-1], ast.Constant) and isinstance(parts[-1].value, str):
                    found.append((shown(path, node), parts[-1].value))
    return found


@pytest.mark.parametrize(("where", "text"), refusals(), ids=lambda value: None if " " in value else value)
def test_a_refusal_is_a_sentence(where, text):
    assert text.endswith((".", "?", "!", ". {trouble}")), where  # a trouble is told as a sentence, too


# Between apps


def foreign_imports(app: str) -> Iterator[str]:
    """Modules of other apps that an app's code imports, apart from what is open to it."""
    for path in sources(PACKAGE / "apps" / app):
        law = path.stem in ("rules", "record", "entries") or LAW.search(path.as_posix())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name in _imported(node):
                other, _, module = name.removeprefix("entredon.apps.").partition(".")
                if other != app and module not in ("queries", "entries") and not (law and module == "record"):
                    yield f"{shown(path, node)} imports {name}"


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name.startswith("entredon.apps."))
    elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("entredon.apps."):
        path = (node.module or "").split(".")
        yield from (f"{node.module}.{alias.name}" if len(path) == 3 else str(node.module) for alias in node.names)


@pytest.mark.parametrize("app", APPS)
def test_apps_meet_only_in_queries_records_and_entries(app):
    assert sorted(set(foreign_imports(app))) == []
