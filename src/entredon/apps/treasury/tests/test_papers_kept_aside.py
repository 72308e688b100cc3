"""Papers of the treasury lie aside: known again by what is in them, never public."""

import stat
from pathlib import Path

import pytest
from django.conf import settings

from entredon.apps.treasury import documents
from entredon.apps.treasury.models import Document
from entredon.log import content
from entredon.testing_cast import Cast


def test_a_paper_is_kept_and_its_commitment_opens(cast: Cast) -> None:
    kept = documents.keep(cast.slug, b"a receipt", what=documents.RECEIPT, name="receipt.pdf", person="k:1")
    assert documents.find(cast.slug, kept.commitment) == kept
    assert documents.read(kept) == b"a receipt"
    assert documents.opens(kept)
    assert kept.sha256 not in kept.commitment


def test_the_same_paper_has_one_commitment_in_a_commons_and_another_elsewhere(cast: Cast) -> None:
    one = documents.keep(cast.slug, b"a receipt", what=documents.RECEIPT, name="a.pdf")
    again = documents.keep(cast.slug, b"a receipt", what=documents.RECEIPT, name="b.pdf")
    elsewhere = documents.keep("other", b"a receipt", what=documents.RECEIPT)
    assert one.pk == again.pk
    assert elsewhere.commitment != one.commitment
    # Also where the rows were lost: a file that is made again is the same file.
    Document.objects.all().delete()
    assert documents.keep(cast.slug, b"a receipt", what=documents.RECEIPT).commitment == one.commitment


def test_papers_are_their_owners_alone_and_not_in_the_content_store(cast: Cast) -> None:
    kept = documents.keep(cast.slug, b"a receipt", what=documents.RECEIPT)
    folder = Path(settings.ENTREDON_HOME) / "papers"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((Path(settings.ENTREDON_HOME) / "salts" / cast.slug).stat().st_mode) == 0o600
    assert not content.store().has(kept.sha256)


def test_bytes_go_only_when_no_row_names_them(cast: Cast) -> None:
    kept = documents.keep(cast.slug, b"a receipt", what=documents.RECEIPT)
    documents.drop_unnamed(kept.sha256)
    assert documents.read(kept) == b"a receipt"
    Document.objects.all().delete()
    documents.drop_unnamed(kept.sha256)
    with pytest.raises(documents.Gone):
        documents.read_kept(kept.sha256)
