"""./dev bench: what a figure is held against, and the page that remembers figures."""

from dataclasses import asdict

import pytest

from benchmarks import Result, percentile
from tools import bench, bench_page


@pytest.mark.parametrize(
    ("aim", "figure", "peer_figure", "met"),
    [
        ("≤ 0.6", 0.6, None, True),
        ("≤ 0.6", 0.61, None, False),
        ("≥ 5,000", 5000, None, True),
        ("≥ 5,000", 4999, None, False),
        ("≤ 1.2 ×", 12, 10, True),
        ("≤ 1.2 ×", 13, 10, False),
        ("≤ 1.2 ×", 13, None, None),
        ("", 1, None, None),
    ],
)
def test_a_figure_meets_its_aim_or_misses_it(aim, figure, peer_figure, met):
    assert Result(what="x", figure=figure, unit="s", aim=aim, peer_figure=peer_figure).meets_aim() is met


def test_percentiles_are_values_that_were_measured():
    assert percentile([3.0, 1.0, 2.0, 4.0], 50) == 2.0
    assert percentile([float(n) for n in range(1, 101)], 99) == 99.0
    assert percentile([7.0], 99) == 7.0


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setattr(bench_page, "PAGE", tmp_path / "benchmarks.md")
    return bench_page.PAGE


def keep(name, *results):
    bench_page.keep(name, [asdict(result) for result in results])


def test_rows_of_cases_that_did_not_run_stay(kept):
    keep("flow", Result(what="small", figure=1, unit="s"), Result(what="large", figure=10, unit="s", aim="≤ 9"))
    keep("pages", Result(what="home", figure=3, unit="ms"))
    keep("flow", Result(what="small", figure=2, unit="s"))
    text = kept.read_text(encoding="utf-8")
    assert "| small | 2.00 s |" in text
    assert "| small | 1.00 s |" not in text
    assert "| large | 10.00 s | ≤ 9 s | ✗ |" in text
    assert "| home | 3.00 ms |" in text


def test_writing_the_same_figures_twice_changes_nothing(kept):
    result = Result(what="a | b", figure=12345, unit="/s", peer="bare", peer_figure=20000, note="x | y")
    keep("appends", result)
    once = kept.read_text(encoding="utf-8")
    keep("appends", result)
    assert kept.read_text(encoding="utf-8") == once
    assert "| a / b | 12,345 /s |  |  | 20,000 /s bare | 0.62 × |" in once


def test_another_machine_gets_a_letter_of_its_own(kept, monkeypatch):
    keep("flow", Result(what="small", figure=1, unit="s"))
    monkeypatch.setattr(bench_page, "machine", lambda: "another machine")
    keep("pages", Result(what="home", figure=3, unit="ms"))
    text = kept.read_text(encoding="utf-8")
    assert "* **b** another machine" in text
    assert text.index("* **a** ") < text.index("* **b** ")


def test_a_benchmark_that_fails_is_reported_with_what_it_said():
    assert "ModuleNotFoundError" in str(bench.measure("no_such_benchmark", large=False))


def test_a_busy_machine_is_said(kept, monkeypatch):
    monkeypatch.setattr(bench_page, "others_work", lambda: True)
    keep("flow", Result(what="small", figure=1, unit="s"))
    assert " a busy |" in kept.read_text(encoding="utf-8")
    monkeypatch.setattr(bench_page, "others_work", lambda: False)
    keep("flow", Result(what="small", figure=1, unit="s"))
    assert "busy |" not in kept.read_text(encoding="utf-8")
    assert "* **a** " in kept.read_text(encoding="utf-8")
