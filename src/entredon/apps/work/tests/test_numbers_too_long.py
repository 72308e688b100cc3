"""Numbers in forms that have more digits than any number that is meant."""

import pytest
from django.urls import reverse

from entredon.testing_cast import Cast


@pytest.mark.django_db
@pytest.mark.parametrize(("lines", "shown"), [("9" * 5_000, 20), ("3", 4), ("٢", 3), ("0" * 9_000, 2), ("²", 2)])
def test_how_many_lines_a_form_has_may_be_said_with_any_digits(lines: str, shown: int) -> None:
    cast = Cast.found(draft=False, joining="open")
    typed = {"note": "Made soup", "kind": "help", "about": "", "act": "another", "lines": lines}
    response = cast.client("bob").post(reverse("work:tell", args=[cast.slug]), typed)
    assert response.status_code == 200
    assert response.content.decode().count('class="line stack"') == shown
