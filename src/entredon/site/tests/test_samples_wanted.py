"""Whoever runs a place decides which samples an empty one begins with."""

from typing import Any

import pytest

from entredon.site import samples


@pytest.mark.parametrize(("wanted", "loaded"), [("all", ["car", "own"]), ("car", ["car"]), ("none", [])])
def test_samples_are_loaded_as_wanted(
    wanted: str, loaded: list[str], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[str] = []
    monkeypatch.setattr(samples, "_load_car", lambda say: found.append("car"))
    monkeypatch.setattr(samples, "_load_own_history", lambda say: found.append("own"))
    settings.ENTREDON_SAMPLES = wanted
    samples.load_missing(lambda text: pytest.fail(text))
    assert found == loaded
