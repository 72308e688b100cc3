"""How ideas, needs, talk and pages of the open car Merel are written: planned day by day, like everything in the sample."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from entredon.apps.library.entries import Input, Released
from entredon.apps.social.entries import Opened, Reacted, Spoken
from entredon.apps.work.entries import Contributed
from entredon.apps.work.entries_circles import CircleFounded, CircleJoined, DemoShown
from entredon.apps.work.entries_ideas import CallClosed, CallOpened, Credit, IdeaAnswered, Proposed, Supported
from entredon.apps.work.entries_needs import (
    Gives,
    HelpOffered,
    NeedClosed,
    Needed,
    Part,
    SplitProposed,
    SplitSigned,
    Taken,
)
from entredon.apps.work.entries_pages import PageWritten
from entredon.apps.work.entries_reviews import Reviewed, ReviewRuleAdopted
from entredon.site import sample_car_needs as told
from entredon.site.sample_car_story import BEGIN, KEEPERS, STEWARDS
from entredon.site.sample_car_year import Sale
from entredon.site.sample_people import PEOPLE

if TYPE_CHECKING:
    from entredon.site.sample_car import Story

RULES_FROM = 268
"""The day from which two keepers look at each contribution."""


def plan(story: "Story") -> None:
    """Plan it all, between what the year tells."""
    teller = Teller(story)
    story.on(RULES_FROM, lambda: story.say("", ReviewRuleAdopted(reviewers=2, who="keepers")), hour=1)
    for part in (teller.circles, teller.ideas, teller.needs, teller.takings, teller.release, teller.talk, teller.pages):
        part()


class Teller:
    """Tells ideas, needs and talk through a story."""

    def __init__(self, story: "Story") -> None:
        self.story = story
        self.place = {person.name: person.place for person in PEOPLE}

    def say(self, name: str, make: Callable[[], Any], who: str, **texts: str) -> None:
        """Say a fact that is made when its turn comes: it may name what was said before. Texts that are empty aren't said."""
        self.story.say(name, make(), who, texts={key: text for key, text in texts.items() if text})

    def id(self, name: str) -> str:
        return self.story.id(name) if name else ""

    def _date(self, day: int) -> date:
        return (BEGIN + timedelta(days=day)).date()

    def day(self, day: int) -> str:
        """A day of the story as a date; "" for none."""
        return self._date(day).isoformat() if day else ""

    def on(self, day: int, hour: int, name: str, make: Callable[[], Any], who: str, **texts: str) -> None:
        self.story.on(day, partial(self.say, name, make, who, **texts), hour=hour)

    def circles(self) -> None:
        """Circles are founded and joined, and show their weeks."""
        for circle in told.CIRCLES:
            made = partial(self._circle, circle)
            self.on(circle.day, 2, f"circle {circle.name}", made, circle.who, text=circle.purpose)
            for n, who in enumerate(circle.members):
                joins = partial(lambda name: CircleJoined(circle=self.id(name)), f"circle {circle.name}")
                self.on(circle.day + 1, 3 + n, "", joins, who)
        for day, name, who, text in told.DEMOS:
            year, week, _ = self._date(day).isocalendar()
            shows = partial(lambda n, w: DemoShown(circle=self.id(n), week=w), f"circle {name}", f"{year}-W{week:02}")
            self.on(day, 9, "", shows, who, text=text)

    def _circle(self, circle: told.Circle) -> CircleFounded:
        within = self.id(f"circle {circle.within}") if circle.within else None
        return CircleFounded(name=circle.name, creation=self.id(circle.module), part_of=within)

    def ideas(self) -> None:
        """A call and ideas, support, and what was answered."""
        opens, closes, ends = told.CALL_DAYS
        opened = partial(CallOpened, closes=self.day(closes), partner="Rolstoelwerkplaats Kluut")
        self.on(opens, 1, told.CALL, opened, STEWARDS[0], **told.CALL_TEXTS)
        for n, idea in enumerate(told.IDEAS):
            made = partial(self._idea, idea)
            self.on(idea.day, 4, f"idea {idea.name}", made, idea.who, title=idea.title, text=idea.text)
            for k in range(1 + (n * 3) % 5):
                fan = PEOPLE[(n * 7 + k * 11) % len(PEOPLE)].name
                if fan == idea.who:
                    continue
                likes = partial(lambda name: Supported(of=self.id(name)), f"idea {idea.name}")
                self.on(idea.day + 1, 2 + k, "", likes, fan)
        for answer in told.ANSWERS:
            self.on(answer.day, 8, "", partial(self._answer, answer), STEWARDS[1], reason=answer.reason)
        self.on(ends, 6, "", self._outcome, STEWARDS[0], text=told.CALL_OUTCOME)

    def _idea(self, idea: told.Idea) -> Proposed:
        builds_on = tuple(self.id(f"idea {name}") for name in idea.builds_on)
        return Proposed(call=self.id(idea.call) or None, builds_on=builds_on)

    def _answer(self, answer: told.Answer) -> IdeaAnswered:
        return IdeaAnswered(
            idea=self.id(f"idea {answer.idea}"),
            outcome=answer.outcome,  # type: ignore[arg-type]  # one of the four
            needs=tuple(self.id(f"need {name}") for name in answer.needs),
            into=self.id(f"idea {answer.into}") if answer.into else None,
            creation=self.id(answer.module) or None,
            points=answer.points,
        )

    def _outcome(self) -> CallClosed:
        went = tuple(Credit(idea=self.id(f"idea {name}"), points=points) for name, points in told.WENT_IN.items())
        return CallClosed(call=self.id(told.CALL), went_in=went, creation=self.id("Cabin"))

    def needs(self) -> None:
        """Needs, and offers of help."""
        for n, need in enumerate(told.NEEDS):
            made = partial(self._need, need)
            self.on(
                need.day,
                5 + n % 3,
                f"need {need.name}",
                made,
                need.who,
                title=need.title,
                text=need.text,
                done=need.done,
            )
        for day, who, title, text, skills, minutes, place, until in told.OFFERS:
            made_offer = partial(HelpOffered, skills=skills, minutes=minutes, place=place, until=self.day(until))
            self.on(day, 7, "", made_offer, who, title=title, text=text)

    def _need(self, need: told.Need) -> Needed:
        return Needed(
            work=need.work,
            creation=self.id(need.module) or None,
            circle=self.id(f"circle {need.circle}") if need.circle else None,
            part_of=self.id(f"need {need.part_of}") if need.part_of else None,
            ideas=tuple(self.id(f"idea {name}") for name in need.ideas),
            skills=need.skills,
            minutes=need.minutes,
            due=self.day(need.due),
            places=need.places,
            gives=Gives(points=need.points, minor=need.minor, currency="EUR" if need.minor else ""),
        )

    def takings(self) -> None:
        """Needs are taken; what was done for them is told, and looked at by two keepers."""
        day, need, parts = told.SPLIT
        names = list(parts)
        split = partial(self._split, need, parts)
        self.on(day, 10, "split", split, names[0])
        for who in names[1:]:
            self.on(day, 11, "", lambda: SplitSigned(split=self.id("split")), who)
        for n, taking in enumerate(told.TAKINGS):
            taken = partial(lambda name: Taken(need=self.id(name)), f"need {taking.need}")
            self.on(taking.day, 6, "", taken, taking.who)
            for k, (at, hours, note) in enumerate(taking.told):
                self.tell(taking, n, k, at, hours, note)

        for day_closed, name in told.CLOSED:
            closes = partial(lambda name: NeedClosed(need=self.id(name), outcome="done"), f"need {name}")
            self.on(day_closed, 8, "", closes, STEWARDS[0])

    def _split(self, need: str, parts: dict[str, int]) -> SplitProposed:
        people = tuple(Part(person=f"k:{self.story.keys[who].id}", part=part) for who, part in parts.items())
        return SplitProposed(need=self.id(f"need {need}"), parts=people)

    def tell(self, taking: told.Taking, n: int, k: int, day: int, hours: str, note: str) -> None:
        """What somebody did for a need; with the last of it her part is done."""
        name = f"told {taking.need} {taking.who} {k}"
        done = k == len(taking.told) - 1
        made = partial(self._told, taking.need, hours, self.day(day), done)
        self.on(day, 9, name, made, taking.who, note=note)
        who = [keeper for keeper in told.REVIEWERS if keeper != taking.who]
        for m, reviewer in enumerate(who[:2]):
            looked = partial(self._looked, name)
            words = told.LOOKED[(n + k + m) % len(told.LOOKED)]
            self.on(day + 2, 2 + m, "", looked, reviewer, reason=words)

    def _told(self, need: str, hours: str, day: str, done: bool) -> Contributed:
        about = next(one for one in told.NEEDS if one.name == need)
        return Contributed(
            need=self.id(f"need {need}"), creation=self.id(about.module), work=about.work, hours=hours, on=day, done=done
        )  # fmt: skip

    def _looked(self, name: str) -> Reviewed:
        return Reviewed(flow=self.id(name), verdict="accept", until=self.story.diary.next)

    def release(self) -> None:
        """It goes into a version, which is sold, and whose income is shared."""
        version, day, own, inputs = told.CABIN
        sale = Sale(*told.SALE)
        self.on(day, 3, f"Cabin {version}", partial(self._release, version, own, inputs), KEEPERS[0])
        self.story.on(sale.day, lambda: self.story.receive(sale), hour=2)
        self.story.on(sale.shared, lambda: self.story.share(sale), hour=5)

    def _release(self, version: str, own: int, inputs: dict[str, int]) -> Released:
        on = tuple(Input(version=self.id(label), weight=weight) for label, weight in inputs.items())
        return Released(creation=self.id("Cabin"), name=version, own=own, inputs=on)

    def talk(self) -> None:
        """A topic, posts and signs."""
        day, name, who, title = told.TOPIC
        self.on(day, 0, f"topic {name}", Opened, who, title=title)
        for n, post in enumerate(told.POSTS):
            self.on(post.day, 5 + n, f"post {post.name}", partial(self._post, post), post.who, text=post.text)
        for n, (post_name, sign, who) in enumerate(told.SIGNS):
            gives = partial(lambda p, s: Reacted(post=self.id(f"post {p}"), reaction=s), post_name, sign)
            self.on(426, 1 + n, "", gives, who)

    def _post(self, post: told.Post) -> Spoken:
        return Spoken(thread=self.id(post.about), answers=self.id(f"post {post.answers}") if post.answers else None)

    def pages(self) -> None:
        """Pages of knowledge, each save on the one before."""
        for n, saved in enumerate(told.SAVED):
            earlier = [m for m in range(n) if told.SAVED[m][1] == saved.address and told.SAVED[m].about == saved.about]
            made = partial(self._page, saved, earlier)
            self.on(
                saved.day, 6, f"saved {n}", made, saved.who, title=saved.title, text=saved.text, reason=saved.reason
            )

    def _page(self, saved: told.Saved, earlier: list[int]) -> PageWritten:
        if earlier:
            return PageWritten(page=self.id(f"saved {earlier[0]}"), parent=self.id(f"saved {earlier[-1]}"))
        about = self.id(f"circle {saved.about}") if saved.about else ""
        return PageWritten(about=about, address=saved.address)
