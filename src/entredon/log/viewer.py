"""Who is looking at a page. The log asks only whether somebody may see a draft, and to whom a kept page belongs.

Whoever knows accounts says so: a middleware puts a ``Viewer`` on each request. Without one, a visitor is looking.
"""

from typing import Protocol

from django.http import HttpRequest


class Signer(Protocol):
    """A secret key at hand."""

    @property
    def id(self) -> str: ...
    @property
    def public(self) -> bytes: ...
    def sign(self, message: bytes) -> bytes: ...


class Viewer(Protocol):
    """Somebody who looks at pages, and what she is in each commons."""

    @property
    def id(self) -> str:
        """Names her account on this node alone; "" for a visitor."""

    @property
    def name(self) -> str:
        """What to call her in the header of a page; "" for a visitor."""

    def person(self, slug: str) -> str:
        """The id of the person she is in a commons, also when she has left it; "" when she never joined."""

    def member(self, slug: str) -> bool:
        """Whether she is a member there now."""

    def steward(self, slug: str) -> bool:
        """Whether she is a steward there now."""

    def signer(self, slug: str) -> Signer | None:
        """The key this node keeps for her there; None when it keeps none."""


class Visitor:
    """Somebody without an account: no name, no cookie, a member of nothing."""

    id = ""
    name = ""

    def person(self, slug: str) -> str:
        return ""

    def member(self, slug: str) -> bool:
        return False

    def steward(self, slug: str) -> bool:
        return False

    def signer(self, slug: str) -> Signer | None:
        return None


VISITOR: Viewer = Visitor()


def viewer_of(request: HttpRequest) -> Viewer:
    """Who sent a request."""
    viewer: Viewer = getattr(request, "viewer", VISITOR)
    return viewer
