"""To try the law with: entries that come from elsewhere, refusals that leave nothing, replays that come to the same."""

from pathlib import Path
from typing import Any

import pytest

from entredon.apps.commons import founding
from entredon.log import digest, verify_here
from entredon.log.models import Log
from entredon.log.registry import Fact, Refused
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast
from entredon.testing_passkey import Passkey, send

Signer = SecretKey | Passkey


def refused(cast: Cast, fact: Fact, *signers: Signer, because: str, texts: dict[str, str] | None = None) -> None:
    """An entry is refused for this reason, and nothing is left of it in record and tables."""
    before = Log.objects.get(slug=cast.slug).size, digest.tables(cast.slug)
    with pytest.raises(Refused) as caught:
        send(cast.slug, fact, *signers, texts=texts)
    assert because in str(caught.value), str(caught.value)
    assert (Log.objects.get(slug=cast.slug).size, digest.tables(cast.slug)) == before


def replays(cast: Cast, folder: Path) -> None:
    """All that was said here, replayed into empty tables, comes to the same."""
    verdict = verify_here.verify(cast.slug, folder)
    assert (verdict.verdict, verdict.faults) == ("sound", [])


def under(rulebook: int, monkeypatch: pytest.MonkeyPatch, slug: str = "wren", **changes: Any) -> Cast:
    """A commons founded under an earlier rulebook."""
    monkeypatch.setattr(founding, "RULEBOOK", rulebook)
    return Cast.found(slug, **changes)
