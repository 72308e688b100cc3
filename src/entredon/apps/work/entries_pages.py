"""What can be said about pages of knowledge: each save is a revision; pages move and are withdrawn."""

from typing import ClassVar

from entredon.log.registry import Fact


class PageWritten(Fact, frozen=True, kw_only=True):
    """A member writes a page, or a new revision of it: side texts ``title``, ``text`` (Markdown) and ``reason``.

    A new page names what it is ``about`` (a creation, a circle, or "" for the commons) and its ``address`` there. A revision names
    the ``page`` and its ``parent``, the newest revision: who wrote on an older one merges first. ``restores`` is the revision
    whose text this brings back.
    """

    kind: ClassVar[str] = "work.page_written"
    texts: ClassVar[tuple[str, ...]] = ("title", "text", "reason")

    page: str | None = None
    about: str = ""
    address: str = ""
    parent: str | None = None
    restores: str | None = None


class PageMoved(Fact, frozen=True, kw_only=True):
    """A member gives a page another address; the old one leads on to it."""

    kind: ClassVar[str] = "work.page_moved"

    page: str
    address: str


class PageWithdrawn(Fact, frozen=True, kw_only=True):
    """A steward takes a page from the lists, or puts it back, with a ``reason``; its revisions stay."""

    kind: ClassVar[str] = "work.page_withdrawn"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    page: str
    withdrawn: bool = True
