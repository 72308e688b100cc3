"""Answers to the three questions, as a browser sends them."""

import re
from typing import Any

from django.test import Client

WHAT: dict[str, Any] = {
    "name": "Open Loom",
    "purpose": "A loom you can build in your own town. For everybody who weaves.",
    "licences": ["CERN-OHL-S-2.0"],
    "other_licence": "",
    "slug": "",
    "source": "nothing",
}
WHO: dict[str, Any] = {
    "your_name": "Wilma Wever",
    "place": "Ghent",
    "form": "vzw",
    "association": "Friends of the Loom vzw",
    "bank": "itself",
    "bearer": "",
    "stewards": "",
    "joining": "acceptance",
}
INCOME: dict[str, Any] = {"way": "pot", "begin": "draft"}


def tell(browser: Client, what: Any = None, who: Any = None, income: Any = None) -> Any:
    """Answer all three; returns the last answer of the server. Each may change fields of the usual answers."""
    answer = browser.post("/found", {**WHAT, **(what or {})})
    assert answer.status_code == 302, wrong(answer)
    answer = browser.post(answer["Location"], {**WHO, **(who or {})})
    assert answer.status_code == 302, wrong(answer)
    return browser.post(answer["Location"], {**INCOME, **(income or {})})


def wrong(answer: Any) -> list[str]:
    """What a page says is wrong, sentence by sentence."""
    return re.findall(r'<p class="wrong"[^>]*>(.*?)</p>', answer.content.decode(), re.S)
