"""What was shared, passed on and lapsed, as the public record tells it."""

import html
import re

from entredon.apps.value.entries import Lapsed
from entredon.apps.value.tests.shared import (
    ALL,
    PSEUDONYMS,
    accepted,
    adopted,
    day,
    imported,
    passes_on,
    received,
    share,
)
from entredon.log.models import Entry
from entredon.site.record import look
from entredon.testing_cast import Cast


def told(cast: Cast, id: str) -> str:
    """An entry's sentence, without its links."""
    sentence = look.told(Entry.objects.get(commons=cast.slug, id=id), look.names(cast.slug, True)).sentence
    return html.unescape(re.sub(r"<[^>]*>", "", sentence)).replace("\N{NO-BREAK SPACE}", " ")


def test_each_is_a_sentence_that_leads_on(cast: Cast) -> None:
    version = imported(cast)
    adopted(cast, ALL, unclaimed=1)
    accepted(cast, version)
    income = received(cast, version, 2_500_00)
    assert told(cast, income) == "Ada Vermeer told that €2,500.00 came in for Car v1."
    done = share(cast, income, day(1), cast.bob)
    assert told(cast, done) == "Bob Bakker shared an income by the rule in force, in 3 lines."
    entry = cast.say(Lapsed(shareout=done, person=PSEUDONYMS[2]), at=day(3))
    assert re.fullmatch(
        r"Ada Vermeer told that what a share-out gave to person 0+, whom nobody has claimed, went to the common pot\.",
        told(cast, entry),
    )


def test_passing_on_is_told_in_per_cent(cast: Cast) -> None:
    both = passes_on(cast, cast.bob, pot=125_000, motor=333_333)
    assert told(cast, both) == (
        "Bob Bakker passes on of all that comes in from here on: 12.5 % to the common pot, 33.3333 % to https://example.org/motor."
    )
    assert told(cast, passes_on(cast, cast.bob)) == "Bob Bakker keeps all that comes in from here on."
