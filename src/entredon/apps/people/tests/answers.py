"""What of an answer may tell two questions apart: tests compare that, and nothing that the clock decides."""

import re
from typing import Any


def head(answer: Any) -> dict[str, Any]:
    """Its headers, without what differs from second to second or with the length of an address.

    A policy names the same sources in any order; the parts of it are compared sorted.
    """
    found = {name: value for name, value in answer.headers.items() if name not in ("Expires", "Content-Length")}
    if policy := found.get("Content-Security-Policy"):
        found["Content-Security-Policy"] = sorted(sorted(part.split()) for part in re.split(r"\s*;\s*", policy))
    return found
