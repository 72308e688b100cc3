"""The import and a slow reading written beside it say the same, on histories of every kind."""

import pytest

from entredon.apps.library import queries
from entredon.apps.library.tests import imported
from entredon.apps.library.tests.reference import Reference
from entredon.testing_git import Shape, make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("seed", "shape"),
    [
        (1, Shape(commits=40)),
        (2, Shape(commits=40, tags=0)),
        (3, Shape(commits=60, tags=25, people=3)),
        (4, Shape(commits=50, tags=2, people=30)),
        pytest.param(5, Shape(commits=400, tags=40, people=20), marks=pytest.mark.exhaustive),
        *[pytest.param(seed, Shape(commits=60, tags=9), marks=pytest.mark.exhaustive) for seed in range(10, 60)],
    ],
)
def test_both_readings_agree(tmp_path, seed, shape):
    path = make(tmp_path / "repository", seed, shape)
    told = imported.found(path)
    reference = Reference(path)
    assert imported.work() == {key: dict(measures) for key, measures in reference.work.items()}
    assert imported.built_on() == reference.built_on
    assert imported.own() == {name: reference.own[name] for name in reference.built_on}
    assert [v.name for v in queries.versions("merel")] == [*reference.order, "unreleased"]
    assert told.commits == len(reference.commits)
    (done,) = queries.imports("merel")
    assert [count for _, count in done.bots] == sorted(reference.bots.values())
