"""Content that no entry names is removed, but not while somebody may still be writing its entry."""

import io
import time

import pytest

from entredon.log import content, named, sweep
from entredon.testing_cast import Cast

pytestmark = pytest.mark.django_db


def test_only_old_content_without_a_name_is_removed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    store = content.store()
    wanted, orphan = (store.put(io.BytesIO(data))[0] for data in (b"named", b"left behind"))
    monkeypatch.setattr(named, "content_in", lambda slug: {wanted})
    assert sweep.sweep() == []
    tomorrow = time.time() + sweep.AGE + 60
    assert sweep.sweep(tomorrow) == [orphan]
    assert list(store.all()) == [wanted]
