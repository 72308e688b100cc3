"""Files that visitors send with what they tell: kept for a day, and longer once they have sent it and are to come in."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from entredon.desk import files
from entredon.testing_cast import Cast


@pytest.mark.django_db
@pytest.mark.parametrize(("act", "days"), [("another", 1), ("tell", 8)])
def test_a_file_of_a_visitor_waits_as_long_as_what_it_belongs_to(act: str, days: int) -> None:
    cast = Cast.found(draft=False, joining="open")
    before = set(files.folder().iterdir())
    sent = SimpleUploadedFile("lid.pdf", b"%PDF-1.7 of a visitor")
    typed = {"note": "Made soup", "kind": "help", "about": "", "act": act, "files": [sent]}
    cast.client().post(reverse("work:tell", args=[cast.slug]), typed)
    (path,) = set(files.folder().iterdir()) - before
    left = path.stat().st_mtime + files.AGE - time.time()
    assert left == pytest.approx(days * 24 * 3600, abs=120)
