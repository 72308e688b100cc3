"""Makes tests/upgrade/d.tar.xz: what c.tar.xz holds, gone over to the fourth rulebook, with ideas, needs, reviews, circles, pages,
a table that was brought in, talk, and what is private about them.

    .venv/bin/python tests/upgrade/make_d.py

It is run once, when the formats of this stage are final; the archive then stays as it is.
"""

import io
import os
import tempfile
from pathlib import Path

import make_b
import make_c
from make_a import HERE, pack


def main() -> None:
    """Make the node in a folder of its own and pack it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "node"
        os.environ["ENTREDON_HOME"] = str(home)
        from entredon.cli import common

        common.start()
        make_b.tell(Path(folder))
        make_c.tell()
        tell()
        make_b.complete()
        make_b.keep_in_private()
        make_c.keep_in_private()
        keep_in_private()
        pack(home, HERE / "d.tar.xz")


def tell() -> None:
    """What the fourth rulebook and its stage brought."""
    from entredon.apps.commons import entries as commons
    from entredon.apps.library.entries import Created, Released
    from entredon.apps.work.entries import AddedTo, Contributed
    from entredon.apps.work.entries_needs import (
        GivenBack,
        Gives,
        HelpOffered,
        NeedChanged,
        NeedClosed,
        Needed,
        OfferEnded,
        Part,
        SplitProposed,
        SplitSigned,
        Taken,
    )
    from entredon.apps.work.entries_reviews import Reviewed, ReviewRuleAdopted
    from entredon.log import checkpoints
    from entredon.testing_cast import Cast, key_of, person

    cast = Cast("merel", key_of("ada's new key"), key_of("bob of merel"), key_of("charlie of merel"))
    vera = key_of("vera of merel")
    bob_is, vera_is = person(cast.bob), person(vera)
    cast.say(commons.RulebookAdopted(rulebook=4))
    cast.say(ReviewRuleAdopted(reviewers=1, who="members"))
    cabin = cast.say(Created(name="Cabin"))
    circle, gutter = before(cast, cabin, vera)
    texts = {"title": "Fold a gutter", "text": "So that nobody gets wet.", "done": "When it is dry."}
    gives = Gives(points=10, minor=2500, currency="EUR")
    need = cast.say(
        Needed(work="design", creation=cabin, circle=circle, ideas=(gutter,), skills=("sheet metal",), minutes=90,
               due="2099-01-01", place="Ghent", places=2, gives=gives),
        texts=texts,
    )  # fmt: skip
    answer(cast, gutter, need, cabin)
    offer = HelpOffered(skills=("sheet metal",), minutes=60)
    cast.say(OfferEnded(offer=cast.say(offer, vera, texts={"title": "I fold", "text": "On Sundays."})), vera)
    cast.say(offer, vera, texts={"title": "I fold tin", "text": "On Sundays."})
    cast.say(NeedChanged(need=need, minutes=120))
    cast.say(Taken(need=need), vera)
    cast.say(GivenBack(need=need), vera)
    cast.say(Taken(need=need), cast.bob)
    cast.say(Taken(need=need, due="2098-01-01"), vera)
    split = cast.say(
        SplitProposed(need=need, parts=(Part(person=bob_is, part=700_000), Part(person=vera_is, part=300_000))),
        cast.bob,
    )
    cast.say(SplitSigned(split=split), vera)
    for who in (cast.bob, vera):
        given = Contributed(need=need, creation=cabin, work="design", hours="1.5", on="2026-01-02", done=True)
        flow = cast.say(given, who, texts={"note": "Folded it.", "link": "https://folded.example/"})
        cast.say(AddedTo(flow=flow, commits=("abcdef1",)), who, texts={"note": "And mounted it."})
        cast.say(Reviewed(flow=flow, verdict="accept", until=size()), texts={"reason": "Dry."})
    cast.say(NeedClosed(need=cast.say(Needed(work="test"), texts=texts), outcome="dropped"))
    cast.say(Released(creation=cabin, name="0.1", own=1, inputs=()))
    spoken(cast, need)
    written(cast, vera)
    brought_in(cast)
    checkpoints.settle()


def size() -> int:
    """How long the record is."""
    from entredon.log.models import Log

    return Log.objects.get(slug="merel").size


def before(cast, cabin: str, vera) -> tuple[str, str]:
    """A circle and an idea, liked, beside a call that is closed."""
    from entredon.apps.work import entries_circles as circles
    from entredon.apps.work import entries_ideas as ideas

    circle = cast.say(circles.CircleFounded(name="Doors", creation=cabin), cast.bob, texts={"text": "How one gets in."})
    cast.say(circles.CircleJoined(circle=circle), vera)
    cast.say(circles.DemoShown(circle=circle, week="2026-W03"), vera, texts={"text": "It folds."})
    gutter = cast.say(ideas.Proposed(), vera, texts={"title": "A gutter", "text": "Above the door."})
    cast.say(ideas.Supported(of=gutter), cast.bob)
    asks = {"title": "Who gets in?", "text": "Everybody should."}
    call = cast.say(ideas.CallOpened(closes="2026-01-03"), at="2026-01-02T08:00:00.000Z", texts=asks)
    slides = {"title": "It slides", "text": "Back."}
    slide = cast.say(ideas.Proposed(call=call), cast.bob, at="2026-01-02T09:00:00.000Z", texts=slides)
    cast.say(ideas.Reworded(of=slide), cast.bob, texts={"title": "The door slides"})
    cast.say(ideas.CallClosed(call=call, went_in=(ideas.Credit(idea=slide, points=3),)), texts={"text": "It slides."})
    cast.say(circles.CircleLeft(circle=circle), vera)
    cast.say(circles.CircleJoined(circle=circle), vera)
    return circle, gutter


def answer(cast, gutter: str, need: str, cabin: str) -> None:
    """The idea is adopted, another one is declined."""
    from entredon.apps.work.entries_ideas import IdeaAnswered, Proposed

    cast.say(IdeaAnswered(idea=gutter, outcome="adopted", needs=(need,), creation=cabin, points=2))
    horn = cast.say(Proposed(), cast.bob, texts={"title": "A horn", "text": "That sings."})
    cast.say(IdeaAnswered(idea=horn, outcome="declined"), texts={"reason": "By law."})


def spoken(cast, need: str) -> None:
    """A talk about the need, a topic, signs and a measure."""
    from entredon.apps.social import entries as social
    from entredon.testing_cast import key_of, person

    vera = person(key_of("vera of merel"))
    post = cast.say(social.Spoken(thread=need, mentions=(vera,)), cast.bob, texts={"text": "I **fold**."})
    cast.say(social.Edited(post=post), cast.bob, texts={"text": "I fold *twice*."})
    cast.say(social.Reacted(post=post, reaction="thanks"))
    topic = cast.say(social.Opened(), texts={"title": "Winter"})
    first = cast.say(social.Spoken(thread=topic), texts={"text": "Cold."})
    taken = cast.say(social.Spoken(thread=topic, answers=first), cast.bob, texts={"text": "Colder."})
    cast.say(social.TakenBack(post=taken), cast.bob)
    moves = {"reason": "It belongs there."}
    late = cast.say(social.Spoken(thread=topic), cast.bob, texts={"text": "Who folds?"})
    cast.say(social.Moved(posts=(late,), to=need), texts=moves)
    cast.say(social.SplitOff(posts=(late,)), texts={**moves, "title": "Folding"})
    warned = cast.say(social.MeasureTaken(measure="warned", person=person(cast.bob)), texts={"reason": "Be kind."})
    cast.say(social.Appealed(measure=warned), cast.bob, texts={"text": "I was."})
    cast.say(social.AppealAnswered(measure=warned, stands=False), texts={"reason": "You were."})
    again = cast.say(social.MeasureTaken(measure="warned", person=person(cast.bob)), texts={"reason": "Be kinder."})
    cast.say(social.MeasureLifted(measure=again), texts={"reason": "He was."})


def written(cast, vera) -> None:
    """A page of two revisions, the older one brought back."""
    from entredon.apps.work.entries_pages import PageMoved, PageWithdrawn, PageWritten

    def texts(text: str) -> dict[str, str]:
        return {"title": "First car", "text": text, "reason": "Better"}

    page = cast.say(PageWritten(address="first-car"), vera, texts=texts("# Before\n\nFind two."))
    second = cast.say(PageWritten(page=page, parent=page), cast.bob, texts=texts("# Before\n\nFind three."))
    cast.say(PageWritten(page=page, parent=second, restores=page), vera, texts=texts("# Before\n\nFind two."))
    cast.say(PageMoved(page=page, address="your-first-car"), vera)
    for withdrawn in (True, False):
        cast.say(PageWithdrawn(page=page, withdrawn=withdrawn), texts={"reason": "A try."})


def brought_in(cast) -> None:
    """A table of two rows."""
    from entredon.apps.work.entries_imported import Imported
    from entredon.log import content
    from entredon.pure.git.rows import Writer
    from entredon.pure.tables.rows import Row

    writer, who = Writer(), "p:" + "1" * 32
    rows = [Row(key=f"{n:064x}", person=who, kind="design", on="2024-05-03", minutes=60 * n, points=n) for n in (1, 2)]
    raw = b"".join([*(writer.write(row) for row in rows), writer.end()])
    sha256, size = content.store().put(io.BytesIO(raw))
    fact = Imported(source="spreadsheet", sha256=sha256, bytes=size, raw_bytes=writer.raw_bytes, count=writer.count)
    cast.say(fact)


def keep_in_private() -> None:
    """What Bob follows, and that he wants a letter a month."""
    from entredon.apps.people.models import Account
    from entredon.apps.social.models import Follow
    from entredon.apps.work.models import MonthlyLetter

    bob = str(Account.objects.get(email="bob@example.org").pk)
    Follow.objects.create(account=bob, commons="merel")
    MonthlyLetter.objects.create(account=bob, commons="merel")


if __name__ == "__main__":
    main()
