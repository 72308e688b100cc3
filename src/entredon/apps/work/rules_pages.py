"""The law about pages of knowledge: who writes, on what, at which address."""

import re

from entredon.apps.flows import record as flows
from entredon.apps.library import record as library
from entredon.apps.people import record as people
from entredon.apps.work.entries_pages import PageMoved, PageWithdrawn, PageWritten
from entredon.apps.work.models_circles import Circle
from entredon.apps.work.models_pages import Page, PageAddress, Revision
from entredon.apps.work.models_reviews import Contribution
from entredon.apps.work.record import POINTS
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables

ADDRESS = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
WRITING = "writing"
"""The kind of work that a revision is."""
MOST_BEFORE = 50
"""So many earlier addresses of a page lead to it."""
TITLE, TEXT, WITHDRAWN = "title", "text", "withdrawn"


@rule(PageWritten)
def page_written(tables: Tables, entry: Context, fact: PageWritten) -> None:
    """A member writes a page, or its next revision: on the newest one, so that nobody's words are written over unseen."""
    person = people.member(tables, entry)
    if TITLE not in entry.c or TEXT not in entry.c:
        raise Refused("A page has a title and a text.")
    page = _begin(tables, entry, fact, person.id) if fact.page is None else _go_on(tables, entry, fact, person.id)
    tables.add(
        Revision, entry.id, page=page.id, number=page.revisions, parent=fact.parent or "",
        restores=fact.restores or "", person=person.id, at=entry.at, position=entry.index,
    )  # fmt: skip
    _contribute(tables, entry, page, person.id, points=0 if fact.restores is not None else 1)


def _begin(tables: Tables, entry: Context, fact: PageWritten, person: str) -> Row:
    if fact.parent is not None or fact.restores is not None:
        raise Refused("A new page builds on no revision.")
    if fact.about and tables.get(Circle, fact.about) is None:
        library.creation(tables, fact.about)
    _free(tables, fact.about, fact.address, "")
    tables.add(PageAddress, entry.id, page=entry.id, about=fact.about, address=fact.address)
    return tables.add(
        Page, entry.id, about=fact.about, address=fact.address, person=person, at=entry.at, position=entry.index,
        revision=entry.id, changed=entry.at, changed_by=person, texts={TITLE: entry.id, TEXT: entry.id},
    )  # fmt: skip


def _go_on(tables: Tables, entry: Context, fact: PageWritten, person: str) -> Row:
    page = _standing(tables, fact.page or "")
    if fact.about or fact.address:
        raise Refused("A revision doesn't say where its page stands: move the page for that.")
    if fact.parent != page.revision:
        raise Refused("Somebody saved while you were writing: put both together, then save again.")
    if fact.restores is not None:
        earlier = tables.get(Revision, fact.restores)
        if earlier is None or earlier.page != page.id:
            raise Refused("This page has no revision {id}.", id=fact.restores[:10])
        if earlier.id == page.revision:
            raise Refused("That is how the page reads now: there is nothing to bring back.")
    tables.change(
        page, revision=entry.id, revisions=page.revisions + 1, changed=entry.at, changed_by=person,
        texts={**page.texts, TITLE: entry.id, TEXT: entry.id},
    )  # fmt: skip
    return page


def _contribute(tables: Tables, entry: Context, page: Row, person: str, *, points: int) -> None:
    """A revision is a contribution like any other: work that went into what the page is about. One that brings back an earlier
    revision has no points: its words were counted once."""
    circle = tables.get(Circle, page.about) if page.about else None
    creation = str(circle.creation if circle is not None else page.about)
    flows.spec(tables, entry, WRITING, WRITING)
    flows.record(
        tables, entry, entry.id, action="work", provider=person, resource_conforms_to=WRITING, measures={POINTS: points},
        input_of=str(library.open_version(tables, creation).process) if creation else "",
    )  # fmt: skip
    tables.add(
        Contribution, entry.id, circle=circle.id if circle is not None else "", person=person, at=entry.at,
        position=entry.index, changed=entry.index, texts=[entry.id],
    )  # fmt: skip


def _standing(tables: Tables, id: str) -> Row:
    """A page that is not withdrawn. Raises Refused."""
    page = tables.get(Page, id)
    if page is None:
        raise Refused("There is no page {id} here.", id=id[:10])
    if page.withdrawn:
        raise Refused("This page was withdrawn; a steward can put it back.")
    return page


def _free(tables: Tables, about: str, address: str, page: str) -> Row | None:
    """An address may be taken: no other page there has it or had it. Returns the row of a page that had it itself."""
    if not ADDRESS.fullmatch(address):
        raise Refused(
            "“{address}” is no address for a page: use small letters, digits and hyphens, such as how-to-weld.",
            address=address[:90],
        )
    (taken,) = tables.find(PageAddress, about=about, address=address) or (None,)
    if taken is not None and taken.page != page:
        raise Refused("There is a page at the address {address} already, or one that had it before.", address=address)
    return taken


@rule(PageMoved)
def page_moved(tables: Tables, entry: Context, fact: PageMoved) -> None:
    """A member gives a page another address at its place. Those it had lead on to it, and no other page gets them."""
    people.member(tables, entry)
    page = _standing(tables, fact.page)
    if fact.address == page.address:
        raise Refused("The page stands at this address already.")
    if len(page.before) >= MOST_BEFORE and fact.address not in page.before:
        raise Refused(
            "This page has had {most} addresses, and all of them lead to it: that is enough.", most=MOST_BEFORE
        )
    if _free(tables, page.about, fact.address, page.id) is None:
        tables.add(PageAddress, entry.id, page=page.id, about=page.about, address=fact.address)
    before = [address for address in (*page.before, page.address) if address != fact.address]
    tables.change(page, address=fact.address, before=before)


@rule(PageWithdrawn)
def page_withdrawn(tables: Tables, entry: Context, fact: PageWithdrawn) -> None:
    """A steward takes a page from the lists, and says why; or puts it back."""
    people.steward(tables, entry)
    page = tables.get(Page, fact.page)
    if page is None:
        raise Refused("There is no page {id} here.", id=fact.page[:10])
    if page.withdrawn == fact.withdrawn:
        raise Refused("That is how it is already.")
    if fact.withdrawn and "reason" not in entry.c:
        raise Refused("Say why the page is withdrawn.")
    texts = {name: by for name, by in page.texts.items() if name != WITHDRAWN}
    if fact.withdrawn:
        texts[WITHDRAWN] = entry.id
    tables.change(page, withdrawn=fact.withdrawn, texts=texts)
