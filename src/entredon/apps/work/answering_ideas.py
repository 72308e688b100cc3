"""Saying what becomes of an idea: new needs and the answer in one step, and a letter to who brought it."""

from django.http import HttpRequest
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.people import queries as people
from entredon.apps.work import queries_ideas
from entredon.apps.work.entries_ideas import CallClosed, IdeaAnswered
from entredon.apps.work.models import Idea
from entredon.desk import letters
from entredon.desk.saying import Said, said_lately, say_these
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.log.turns import Turns
from entredon.log.viewer import viewer_of
from entredon.pure.told import Told

SUBJECTS = {
    "adopted": Told("Yes to your idea"),
    "merged": Told("Your idea goes on in another one"),
    "parked": Told("Your idea is kept for later"),
    "declined": Told("An answer to your idea"),
}


_turns = Turns()


def answer(request: HttpRequest, slug: str, said: Said, seen: str | None = None) -> str:
    """Say the needs that are new and the answer, all or nothing and once; returns the answer's entry. ``seen`` is the answer
    that stood there when she began to write hers ("" for none). Raises Refused, also when another has answered since.
    """
    (fact,) = (fact for fact, _texts in said if isinstance(fact, IdeaAnswered))
    with _turns.take((slug, fact.idea)):
        stands = Idea.objects.values_list("answered", flat=True).get(commons=slug, id=fact.idea)
        if stands in said_lately(request, slug, said):
            return str(stands)
        if seen is not None and stands != seen:
            raise Refused("This idea was answered while you wrote. Read that first; what you wrote is kept here.")
        done = say_these(request, slug, said)
    tell_author(request, slug, fact.idea, viewer_of(request).person(slug))
    return done[-1].id


def close(request: HttpRequest, slug: str, fact: CallClosed, text: str) -> str:
    """Say what came of a call; all whose ideas went in are told. Raises Refused."""
    (done,) = say_these(request, slug, [(fact, {"text": text})])
    for credit in fact.went_in:
        tell_author(request, slug, credit.idea, viewer_of(request).person(slug))
    return done.id


def tell_author(request: HttpRequest | None, slug: str, id: str, by: str) -> None:
    """A letter to who brought an idea, if she has an account here, about what was answered just now."""
    idea = queries_ideas.ideas_named(slug, [id])[id]
    to = people.address_of(slug, idea.person) if idea.person != by else ""
    if not to or idea.open:
        return
    context = {
        "commons": commons.commons(slug).name,
        "title": idea.title,
        "outcome": idea.state,
        "reason": queries_ideas.reason(slug, idea),
        "name": people.names(slug).get(by) or people.nameless(by),
        "here": letters.address(request, reverse("work:idea", args=[slug, short(id)])),
    }
    letters.post(to, SUBJECTS[idea.state], "work/letters/idea_answered.txt", context)
