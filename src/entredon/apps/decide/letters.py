"""Letters about decisions: when a vote begins, once to those who haven't voted when it is about to end, and what it came to.

Nobody is written to twice about the same: a row says so, made in the transaction in which the letter is queued. They are sent by
the worker, whoever looks or doesn't; what has happened before anybody could be told (in a copy of a commons, say) is not told.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.decide import naming, phases, queries, voting
from entredon.apps.decide.models import Challenge, Decision, DecisionLetter, Roll, Task
from entredon.apps.decide.phases import CARRY, COUNT, OPEN, VOTE
from entredon.apps.decide.queries import DecisionShown
from entredon.apps.decide.record_decisions import told_again
from entredon.apps.people import queries as people
from entredon.desk import letters
from entredon.desk.telling import tell
from entredon.log import clock
from entredon.log.told import short
from entredon.pure.told import Told

ASKED, REMINDED, COUNTED, ENDED, OVER, DUE, NEVER = "asked", "reminded", "counted", "ended", "over", "due", "never"
CHALLENGED, ASSIGNED, DONE = "challenged", "assigned", "done"
"""What a letter is about: a vote begins, it is about to end, it is counted, what became of it, and that all is done that followed.
To who opened it also that voting is over, that somebody challenges it, and that it can be carried out; to whom others gave something to
do, that. ``never``: somebody wants none."""
SALT = "entredon.decide.letters"
LAST = timedelta(days=1)
"""So long before its end the undecided are reminded; where voting takes less than two days, at its half."""
STALE = timedelta(days=14)
"""What ended longer ago is not told any more."""
SUBJECTS = {
    ASKED: Told("You can vote: {title}"),
    REMINDED: Told("You haven’t voted yet: {title}"),
    OVER: Told("Voting is over: {title}"),
    COUNTED: Told("The votes are counted: {title}"),
    DUE: Told("It can be carried out: {title}"),
    CHALLENGED: Told("Somebody challenges it: {title}"),
    ENDED: Told("What became of it: {title}"),
    ASSIGNED: Told("Something for you to do: {title}"),
    DONE: Told("It is done: {title}"),
}


def send_due() -> int:
    """Write all letters that are due; returns how many."""
    return sum(_about(slug, one) for slug, found in _alive() for one in queries.shown(slug, found))


def _alive() -> Iterable[tuple[str, list[Decision]]]:
    """The decisions of every commons in which something is still to come, or something came lately."""
    since = clock.stamp(clock.now() - STALE)
    rows = Decision.objects.filter(state__in=OPEN) | Decision.objects.filter(state="refused", tallied_at__gte=since)
    followed = Task.objects.filter(at__gte=since) | Task.objects.filter(proven_at__gte=since)
    rows = rows | Decision.objects.filter(ended_at__gte=since)
    rows = rows | Decision.objects.filter(id__in=followed.values("decision"))
    found: dict[str, list[Decision]] = {}
    for row in rows.order_by("commons", "position"):
        found.setdefault(row.commons, []).append(row)
    return found.items()


def _about(slug: str, one: DecisionShown) -> int:
    """Write the letters about one decision that are due now."""
    done = 0
    for what, everybody in _due(slug, one):
        if not everybody:
            continue
        told = set(
            DecisionLetter.objects.filter(commons=slug, decision=one.id, what=what).values_list("person", flat=True)
        )
        done += sum(_send(slug, one, what, person) for person in everybody if person not in told)
    return done


def _due(slug: str, one: DecisionShown) -> Iterable[tuple[str, list[str]]]:
    """Which letters are due now, and to whom."""
    row, name = one.row, one.phase.name
    if name == VOTE:
        yield ASKED, _undecided(slug, row)
        if row.rolled and clock.now() >= _reminded_from(row):
            yield REMINDED, _undecided(slug, row)
    elif name == COUNT:
        yield OVER, [row.person]
    elif name == CARRY:
        yield DUE, [row.person]
    if row.tallied and _fresh(row.tallied_at):
        yield COUNTED, _interested(slug, row)
        yield CHALLENGED, _to_answer(slug, row)
    if row.ended and _fresh(row.ended_at):
        yield ENDED, _interested(slug, row)
    yield from _followed(slug, row)


def _followed(slug: str, row: Decision) -> Iterable[tuple[str, list[str]]]:
    """Letters about who does what: to whom somebody else gave it to do; and to all once everything is shown to be done."""
    tasks = list(Task.objects.filter(commons=slug, decision=row.id).order_by("due", "position"))
    yield ASSIGNED, [one.person for one in tasks if not one.proven and one.by != one.person and _fresh(one.at)]
    if tasks and all(one.proven for one in tasks) and _fresh(max(one.proven_at for one in tasks)):
        yield DONE, _interested(slug, row)


def _to_answer(slug: str, row: Decision) -> list[str]:
    """Who opened a decision that others challenge."""
    others = Challenge.objects.filter(commons=slug, decision=row.id).exclude(person=row.person)
    return [row.person] if row.challenges and others.exists() else []


def _fresh(at: str) -> bool:
    return datetime.fromisoformat(at) >= clock.now() - STALE


def _reminded_from(row: Decision) -> datetime:
    whole = timedelta(days=row.type["vote"])
    return datetime.fromisoformat(phases.vote_ends(row)) - min(LAST, whole / 2)


def _undecided(slug: str, row: Decision) -> list[str]:
    """Those on the list who haven't voted; before it is taken, those who would be on it."""
    if not row.rolled:
        return sorted(voting.would_vote(slug, row.charter, row.type["id"], clock.stamp()[:10]))
    return list(
        Roll.objects.filter(commons=slug, decision=row.id, choice="").order_by("id").values_list("person", flat=True)
    )


def _interested(slug: str, row: Decision) -> list[str]:
    """Who opened it, and who voted."""
    voters = Roll.objects.filter(commons=slug, decision=row.id).exclude(choice="").order_by("id")
    return list(dict.fromkeys([row.person, *voters.values_list("person", flat=True)]))


def _send(slug: str, one: DecisionShown, what: str, person: str) -> bool:
    """Write one letter, unless it was written already, she wants none, or can't be reached from here."""
    to = people.address_of(slug, person)
    with transaction.atomic():
        _row, new = DecisionLetter.objects.get_or_create(commons=slug, decision=one.id, person=person, what=what)
        if not new or not to or not wants(slug, person):
            return False
        _post(slug, one, what, person, to)
    return True


def _post(slug: str, one: DecisionShown, what: str, person: str, to: str) -> None:
    place = [slug, short(one.id)]
    end = letters.address(None, reverse("decide:no_more", args=[slug, token(slug, person)]))
    with letters.in_language_of(to) as language:
        vote = reverse("decide:vote", args=place)
        context = {
            "what": what, "commons": commons.commons(slug).name, "one": one, "title": one.name, "row": one.row,
            "until": phases.vote_ends(one.row), "mine": one.row.person == person,
            "counts": [f"{naming.choice(name)}: {one.row.counts.get(name, 0)}" for name in one.choices] if one.row.tallied else [],
            "challenge_until": phases.later(one.row.tallied_at, one.row.type["challenge"]) if one.row.tallied else "",
            "choices": [
                (naming.choice(name), letters.address(None, f"{vote}?choice={name}").led(language)) for name in one.choices
            ],
            **_followed_words(slug, one, what, person),
            "because": tell(told_again(one.row.because)) if one.row.because else "",
            "link": letters.address(None, reverse("decide:decision", args=place)), "end": end,
        }  # fmt: skip
        subject = Told(SUBJECTS[what].sentence, title=one.name)
        letters.post(to, subject, "decide/letters/decision.txt", context, _headers(end))


def _followed_words(slug: str, one: DecisionShown, what: str, person: str) -> dict[str, Any]:
    """What letters about challenges and about who does what tell of, as long as these words stand."""
    if what == CHALLENGED:
        return {"reasons": [reason for _row, reason in queries.challenges(slug, one.id) if reason]}
    if what not in (ASSIGNED, DONE):
        return {}
    tasks = queries.tasks(slug, one.id)
    return {"tasks": [task for task in tasks if what == DONE or (task.row.person == person and not task.row.proven)]}


def _headers(end: str) -> dict[str, str]:
    """How mail programs end the letters by one click (RFC 2369, RFC 8058); only where this place has an address of its own."""
    if not settings.ENTREDON_HOST:
        return {}
    return {"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


# Wanting none


def wants(slug: str, person: str) -> bool:
    """Whether somebody gets letters about decisions."""
    return not DecisionLetter.objects.filter(commons=slug, decision="", person=person, what=NEVER).exists()


def wish(slug: str, person: str, *, wanted: bool) -> None:
    """Somebody wants these letters, or none."""
    row: dict[str, Any] = {"commons": slug, "decision": "", "person": person, "what": NEVER}
    if wanted:
        DecisionLetter.objects.filter(**row).delete()
    else:
        DecisionLetter.objects.get_or_create(**row)


def token(slug: str, person: str) -> str:
    """What stands in the link that ends the letters: signed, so that nobody ends another's."""
    return signing.dumps([slug, person], salt=SALT, compress=True)


def person_of(slug: str, token: str) -> str | None:
    """Whose letters a link ends; None for a link that isn't ours."""
    try:
        about, person = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return str(person) if about == slug else None
