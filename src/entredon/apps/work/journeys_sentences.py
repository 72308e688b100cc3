"""A journey in one sentence. All sentences are whole: one is chosen by how far it has come, none is put together."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.work import queries_journeys as reads
from entredon.apps.work.journeys import Journey
from entredon.apps.work.journeys_steps import (
    ACCEPTED,
    ADOPTED,
    ANSWERS,
    CLOSED,
    CONTESTED,
    DECLINED,
    IMPORTED,
    LATER,
    LEFT_OUT,
    MERGED,
    NEED,
    PARKED,
    PROPOSED,
    REVIEWED,
    SETTLED,
    TAKEN,
    TOGETHER,
    VERSION,
    WORK_KINDS,
    Step,
)  # fmt: skip
from entredon.apps.work.journeys_told import Eyes, Story, day, listed, people
from entredon.desk.telling import shown
from entredon.pure.formats import Money


def sentence(journey: Journey, eyes: Eyes) -> str:
    """What became of it, in one sentence (two, where it went into something that has a way of its own)."""
    story = Story(journey, eyes)
    kind = journey.start.kind
    if kind == reads.IDEA:
        return _idea(story, next(step for step in journey.steps if step.id == journey.start.id))
    if kind == reads.CALL:
        return _call(story)
    if kind == reads.NEED:
        return _need(story)
    if kind == reads.VERSION:
        return _version(story)
    if kind == reads.CREATION:
        return _creation(story)
    return _work(story)


# Ideas


def _idea(story: Story, step: Step) -> str:
    values = {"who": people(story.eyes, step.who), "day": day(step.at)}
    answers = [one for one in story.journey.of(*ANSWERS) if one.of == step.id]
    if not answers:
        return _("%(who)s’s idea of %(day)s waits for an answer.") % values
    answer = answers[-1]
    values |= story.words(answer)
    if answer.kind in (DECLINED, PARKED):
        return _not_now(answer, values)
    if answer.kind == MERGED:
        into = [b for a, b in (*story.journey.edges, *story.journey.joins) if a == answer.id]
        other = next((one for one in story.journey.of(PROPOSED) if one.id in into), None)
        said = _("%(who)s’s idea of %(day)s was put together with another one on %(on)s.") % values
        return f"{said} {_idea(story, other)}" if other is not None else said
    return _adopted(story, values)


def _not_now(answer: Step, values: dict[str, str]) -> str:
    if answer.kind == DECLINED and answer.text:
        text = _("%(who)s’s idea of %(day)s was answered no by %(by)s on %(on)s, because: “%(reason)s”.")
    elif answer.kind == DECLINED:
        text = _("%(who)s’s idea of %(day)s was answered no by %(by)s on %(on)s; the reason was erased.")
    elif answer.text:
        text = _("%(who)s’s idea of %(day)s was put aside for later by %(by)s on %(on)s, because: “%(reason)s”.")
    else:
        text = _("%(who)s’s idea of %(day)s was put aside for later by %(by)s on %(on)s; the reason was erased.")
    return text % values


def _adopted(story: Story, values: dict[str, str]) -> str:
    needs = len(story.journey.of(NEED))
    values |= _so_far(story)
    if not needs:
        return _adopted_alone(story) % values
    values["n"] = shown(needs)
    if story.version is not None and story.hands:
        text = _idea_made(story, needs)
    elif story.version is not None:
        text = ngettext(
            "%(who)s’s idea of %(day)s became %(n)s need, and is part of %(version)s since %(date)s.",
            "%(who)s’s idea of %(day)s became %(n)s needs, and is part of %(version)s since %(date)s.",
            needs,
        )
    elif story.hands:
        text = ngettext(
            "%(who)s’s idea of %(day)s became %(n)s need, and is being built by %(people)s.",
            "%(who)s’s idea of %(day)s became %(n)s needs, and is being built by %(people)s.",
            needs,
        )
    elif story.holders:
        text = ngettext(
            "%(who)s’s idea of %(day)s became %(n)s need, taken on by %(people)s.",
            "%(who)s’s idea of %(day)s became %(n)s needs, taken on by %(people)s.",
            needs,
        )
    else:
        text = ngettext(
            "%(who)s’s idea of %(day)s became %(n)s need, which waits for hands.",
            "%(who)s’s idea of %(day)s became %(n)s needs, which wait for hands.",
            needs,
        )
    return text % values


def _idea_made(story: Story, needs: int) -> str:
    if not story.sum():
        return ngettext(
            "%(who)s’s idea of %(day)s became %(n)s need, was built by %(people)s, and went into %(version)s on %(date)s.",
            "%(who)s’s idea of %(day)s became %(n)s needs, was built by %(people)s, and went into %(version)s on %(date)s.",
            needs,
        )
    if not story.sum(story.journey.authors):
        return ngettext(
            "%(who)s’s idea of %(day)s became %(n)s need, was built by %(people)s, went into %(version)s on %(date)s, and"
            " has brought in %(amount)s since.",
            "%(who)s’s idea of %(day)s became %(n)s needs, was built by %(people)s, went into %(version)s on %(date)s, and"
            " has brought in %(amount)s since.",
            needs,
        )
    return ngettext(
        "%(who)s’s idea of %(day)s became %(n)s need, was built by %(people)s, went into %(version)s on %(date)s, and"
        " has brought in %(amount)s since, %(hers)s of it for %(who)s.",
        "%(who)s’s idea of %(day)s became %(n)s needs, was built by %(people)s, went into %(version)s on %(date)s, and"
        " has brought in %(amount)s since, %(hers)s of it for %(who)s.",
        needs,
    )


def _adopted_alone(story: Story) -> str:
    """An idea that was adopted without a need: it went into the outcome of a call."""
    if story.version is None:
        return _("%(who)s’s idea of %(day)s was adopted on %(on)s.")
    if not story.sum():
        return _("%(who)s’s idea of %(day)s was adopted on %(on)s, and went into %(version)s on %(date)s.")
    return _(
        "%(who)s’s idea of %(day)s was adopted on %(on)s, went into %(version)s on %(date)s, and has brought in %(amount)s"
        " since, %(hers)s of it for %(who)s."
    )


def _so_far(story: Story) -> dict[str, str]:
    """Who is at it, what it went into when, what it brought."""
    version = story.version
    return {
        "people": people(story.eyes, story.hands or story.holders),
        "version": version.label if version is not None else "",
        "date": day(version.at) if version is not None else "",
        "amount": story.sum(),
        "hers": story.sum(story.journey.authors) or shown(0),
    }


def _call(story: Story) -> str:
    ideas = story.journey.of(PROPOSED)
    adopted = {step.of for step in story.journey.of(ADOPTED, MERGED)}
    values = {"n": shown(len(ideas)), "in": shown(len(adopted)), **_so_far(story)}
    if not ideas:
        return _("Nobody has brought an idea to this call yet.")
    if not adopted:
        text = ngettext(
            "%(n)s idea was brought to this call so far.", "%(n)s ideas were brought to this call so far.", len(ideas)
        )
    elif story.version is None:
        text = ngettext(
            "%(n)s idea was brought to this call, and %(in)s of them went on.",
            "%(n)s ideas were brought to this call, and %(in)s of them went on.",
            len(ideas),
        )
    else:
        text = ngettext(
            "%(n)s idea was brought to this call; %(in)s of them went on, and are in %(version)s since %(date)s.",
            "%(n)s ideas were brought to this call; %(in)s of them went on, and are in %(version)s since %(date)s.",
            len(ideas),
        )
    return text % values


# Needs


def _need(story: Story) -> str:
    step = next(step for step in story.journey.steps if step.id == story.journey.start.id)
    values = {"who": people(story.eyes, step.who), "day": day(step.at), **_so_far(story)}
    dropped = next((one for one in story.journey.of(CLOSED) if one.of == step.id), None)
    if dropped is not None:
        values |= story.words(dropped)
        if dropped.text:
            text = _("What %(who)s asked for on %(day)s was dropped by %(by)s on %(on)s, because: “%(reason)s”.")
        else:
            text = _("What %(who)s asked for on %(day)s was dropped by %(by)s on %(on)s.")
    elif story.version is not None and story.sum():
        text = _(
            "What %(who)s asked for on %(day)s was made by %(people)s, went into %(version)s on %(date)s, and has brought in"
            " %(amount)s since."
        )
    elif story.version is not None:
        text = _("What %(who)s asked for on %(day)s was made by %(people)s, and went into %(version)s on %(date)s.")
    elif story.hands and step.state == "done":
        text = _("What %(who)s asked for on %(day)s was made by %(people)s, and waits to be released.")
    elif story.hands or story.holders:
        text = _("What %(who)s asked for on %(day)s is being made by %(people)s.")
    else:
        text = _("What %(who)s asked for on %(day)s waits for hands.")
    return text % values


# Work


def _work(story: Story) -> str:
    journey = story.journey
    given = journey.of(*WORK_KINDS)
    if not given:
        return _taken(story)
    first = given[0]
    values = {
        "who": people(story.eyes, [p for step in given for p in step.who]),
        "day": day(first.at),
        **_so_far(story),
    }
    if journey.start.kind == reads.PAGE:
        return _page(story, len(given), values)
    if (stopped := _stopped(story, values)) is not None:
        return stopped
    if story.version is None:
        return _not_released(story, first, values)
    accepted = journey.of(ACCEPTED) or [one for one in journey.of(REVIEWED) if one.state == "accept"]
    if story.sum():
        text = _(
            "%(who)s gave this on %(day)s; it went into %(version)s on %(date)s, and has brought in %(amount)s since."
        )
    elif accepted:
        text = _("%(who)s gave this on %(day)s; it was accepted, and went into %(version)s on %(date)s.")
    else:
        text = _(
            "%(who)s gave this on %(day)s; it went into %(version)s on %(date)s, and waits for somebody to accept it."
        )
    if first.kind == IMPORTED:
        text = _as_told_elsewhere(story)
    return text % values


def _as_told_elsewhere(story: Story) -> str:
    if story.sum():
        return _("%(who)s’s work went into %(version)s on %(date)s, and has brought in %(amount)s since.")
    return _("%(who)s’s work went into %(version)s on %(date)s.")


def _taken(story: Story) -> str:
    step = story.journey.of(TAKEN)[0]
    values = {"who": people(story.eyes, step.who), "day": day(step.at)}
    if step.state == "given_back":
        return _("%(who)s took this on on %(day)s, and gave it back for others to take.") % values
    return _("%(who)s took this on on %(day)s, and is at it.") % values


def _stopped(story: Story, values: dict[str, str]) -> str | None:
    """A contribution that doesn't count, or of which it isn't clear."""
    said = [*story.journey.of(LEFT_OUT, CONTESTED, SETTLED, REVIEWED)]
    if not said:
        return None
    last = max(said, key=lambda step: (step.when, step.position))
    values = values | story.words(last)
    if last.kind == CONTESTED:
        return (
            _(
                "%(who)s gave this on %(day)s; somebody disagrees since %(on)s, and until that is settled it doesn’t count."
            )
            % values
        )
    no = last.kind == LEFT_OUT or (last.kind, last.state) in ((SETTLED, "left"), (REVIEWED, "decline"))
    if no and last.text:
        return (
            _("%(who)s gave this on %(day)s; it was answered no by %(by)s on %(on)s, because: “%(reason)s”.") % values
        )
    if no:
        return _("%(who)s gave this on %(day)s; it was answered no by %(by)s on %(on)s.") % values
    if (last.kind, last.state) == (REVIEWED, "more") and last.text:
        return _("%(who)s gave this on %(day)s; %(by)s asked for more on %(on)s: “%(reason)s”.") % values
    if (last.kind, last.state) == (REVIEWED, "more"):
        return _("%(who)s gave this on %(day)s; %(by)s asked for more on %(on)s.") % values
    return None


def _not_released(story: Story, first: Step, values: dict[str, str]) -> str:
    accepted = story.journey.of(ACCEPTED) or [one for one in story.journey.of(REVIEWED) if one.state == "accept"]
    values["creation"] = listed(story.journey.open)
    if accepted and story.journey.open:
        text = _("%(who)s gave this on %(day)s; it was accepted, and waits for the next version of %(creation)s.")
    elif accepted and story.sum():
        text = _("%(who)s gave this on %(day)s; it was accepted, and has brought in %(amount)s since.")
    elif accepted:
        text = _("%(who)s gave this on %(day)s; it was accepted.")
    else:
        text = _("%(who)s gave this on %(day)s; it waits for somebody to look at it.")
    return text % values


def _page(story: Story, count: int, values: dict[str, str]) -> str:
    values["n"] = shown(count)
    if story.version is None:
        text = ngettext(
            "Since %(day)s this page was written by %(who)s, in %(n)s step.",
            "Since %(day)s this page was written by %(who)s, in %(n)s steps.",
            count,
        )
    elif not story.sum():
        text = ngettext(
            "Since %(day)s this page was written by %(who)s, in %(n)s step, and belongs to %(version)s.",
            "Since %(day)s this page was written by %(who)s, in %(n)s steps, and belongs to %(version)s.",
            count,
        )
    else:
        text = ngettext(
            "Since %(day)s this page was written by %(who)s, in %(n)s step, belongs to %(version)s, and has brought in %(amount)s.",
            "Since %(day)s this page was written by %(who)s, in %(n)s steps, belongs to %(version)s, and has brought in %(amount)s.",
            count,
        )
    return text % values


# Versions


def _version(story: Story) -> str:
    step = next(step for step in story.journey.steps if step.id == story.journey.start.id)
    given = [one for one in story.journey.steps if one.before and one.kind in (*WORK_KINDS, TOGETHER)]
    count = sum(one.count if one.kind == TOGETHER else 1 for one in given)
    later = len(story.journey.of(LATER))
    values = {
        "version": step.label,
        "day": day(step.at),
        "n": shown(count),
        "later": shown(later),
        "amount": _income(story),
    }
    if values["amount"]:
        text = ngettext(
            "%(version)s of %(day)s was made of %(n)s contribution, and %(amount)s came in for it.",
            "%(version)s of %(day)s was made of %(n)s contributions, and %(amount)s came in for it.",
            count,
        )
    elif later:
        text = ngettext(
            "%(version)s of %(day)s was made of %(n)s contribution; what builds on it: %(later)s so far.",
            "%(version)s of %(day)s was made of %(n)s contributions; what builds on it: %(later)s so far.",
            count,
        )
    else:
        text = ngettext(
            "%(version)s of %(day)s was made of %(n)s contribution.",
            "%(version)s of %(day)s was made of %(n)s contributions.",
            count,
        )
    return text % values


def _creation(story: Story) -> str:
    made = story.journey.of(VERSION)
    if not made:
        return _("Nothing of it is released yet.")
    values = {
        "version": made[-1].label,
        "day": day(made[0].at),
        "n": shown(len(made)),
        "amount": _income(story),
    }
    if values["amount"]:
        text = ngettext(
            "%(n)s version since %(day)s, last %(version)s; %(amount)s came in for it.",
            "%(n)s versions since %(day)s, last %(version)s; %(amount)s came in for it.",
            len(made),
        )
    else:
        text = ngettext(
            "%(n)s version since %(day)s, last %(version)s.",
            "%(n)s versions since %(day)s, last %(version)s.",
            len(made),
        )
    return text % values


def _income(story: Story) -> str:
    """What came in for these versions themselves; what came by way of later ones is told there."""
    mine = {step.id for step in story.journey.of(VERSION)}
    sums: dict[str, int] = defaultdict(int)
    for shared in story.journey.reached:
        if shared.version in mine:
            sums[shared.currency] += shared.minor
    return listed([shown(Money(minor, currency)) for currency, minor in sorted(sums.items())])
