"""Sharing an income: reckon its lines, keep them beside the public record, and say so."""

import io
from typing import Any

from entredon.apps.people import queries as people
from entredon.apps.value import record_shareout
from entredon.apps.value.entries import Shared
from entredon.apps.value.models import Shareout
from entredon.apps.value.rules_sharing import OtherLines
from entredon.log import clock, content, door, kept, stored
from entredon.log.door import Appended, Refused, Signer
from entredon.log.tables import Tables
from entredon.pure.value import lines
from entredon.pure.value.lines import Lines
from entredon.pure.value.shareout import BuildInCircles, ShareOut

TRIES = 3
"""So often it is reckoned anew when something else was said in between."""


class AlreadyShared(Refused):
    """Somebody has shared this income; ``shareout`` is the entry that did."""

    def __init__(self, sentence: str, shareout: str, /, **values: Any) -> None:
        super().__init__(sentence, **values)
        self.shareout = shareout


def share_income(slug: str, income: str, signer: Signer) -> Appended:
    """Share an income (the id of its entry) by the rule in force. Raises Refused with a sentence; then nothing has changed."""
    for tried in range(1, TRIES + 1):
        _not_shared(slug, income, "already" if tried == 1 else "just")
        at = clock.stamp()
        out = reckoned(slug, income, at)
        written = lines.write(out)
        content.store().put(io.BytesIO(written.raw), written.sha256)
        try:
            return door.append(slug, said(income, out, written), signer, at=at)
        except OtherLines:
            if tried == TRIES:
                raise Refused(
                    "So much is being said here just now that the lines changed each time before they could be recorded. "
                    "Nothing was shared: try again in a minute."
                ) from None
        except Refused:
            _not_shared(slug, income, "just")
            raise
    raise AssertionError("one of the tries ends it")


def reckoned(slug: str, income: str, at: str) -> ShareOut:
    """Who gets what of an income when it is shared at this time, by what is said so far. Raises Refused."""
    head = stored.head(slug)
    tables = Tables(slug)
    tables.as_of = kept.state_of(head)
    try:
        return record_shareout.now(tables, income, at, head.size).working().out
    except BuildInCircles as trouble:
        raise Refused("{trouble} Take one of these inputs back; nothing was shared.", trouble=trouble) from None


def said(income: str, out: ShareOut, written: Lines) -> Shared:
    """What an entry says of a share-out."""
    return Shared(
        income=income, rule=out.rule, algorithm=out.algorithm, total=out.income, count=written.count,
        lines=written.sha256,
    )  # fmt: skip


def _not_shared(slug: str, income: str, when: str) -> None:
    row = Shareout.objects.filter(commons=slug, income=income).first()
    if row is not None:
        who = people.names(slug).get(row.person) or people.nameless(row.person)
        raise AlreadyShared(
            "This income was {when} shared by {who}: see receipt {id}.", row.id, when=when, who=who, id=row.id[:10]
        )
