"""What the page of a decision shows, for whoever looks: how far it is, what she can do, how it went, and what became of it."""

from typing import Any

from django.utils.translation import gettext as _

from entredon.apps.decide import naming, phases, queries, trying, voting
from entredon.apps.decide.phases import CARRY, CHALLENGE, COUNT, DISCUSSED, NOTICE, OVER, TALK, VOTE, VOTING
from entredon.apps.decide.queries import DecisionShown, TaskShown
from entredon.apps.decide.record_decisions import told_again
from entredon.apps.decide.views_shared import counts, left, way_told
from entredon.apps.value.queries import Eyes
from entredon.desk.telling import tell
from entredon.log.told import short
from entredon.pure.choice.counting import Outcome

REASONS = 12
"""So many reasons stand on the page; the page of all votes has the rest."""
LATER = ("passed", "refused", "executed", "stalled", "set_aside")
"""States in which somebody can say who does what."""


def context(slug: str, found: DecisionShown, eyes: Eyes, forms: dict[str, Any]) -> dict[str, Any]:
    """All of it."""
    row, phase = found.row, found.phase
    name, tone = naming.STATES[found.stage]
    outcome = voting.outcome(row)
    return {
        "found": found, "row": row, "phase": phase.name, "state": name, "tone": tone, "forms": forms,
        "kind": naming.kind(row.lever), "who": eyes.name(row.person), "mine_opened": bool(eyes.me) and row.person == eyes.me,
        "way": way_told(voting.way_of(row)), "left": left(phase.until), "until": phase.until,
        "steps": steps(row), "course": course(row, phase.name), "outcome": outcome, "counts": _bars(found, outcome), "why": why(outcome),
        "reasons": _reasons(slug, found, eyes), "stuck_because": _carrying(found, eyes),
        **_voting(slug, found, eyes), **_after(slug, found, eyes), **_chain(slug, found),
    }  # fmt: skip


def _voting(slug: str, found: DecisionShown, eyes: Eyes) -> dict[str, Any]:
    """Who may vote, how many have, and what whoever looks chose."""
    row, open_now = found.row, found.phase.name == VOTE
    mine = queries.vote_of(slug, found.id, eyes.me) if row.rolled else None
    may = eyes.inside and open_now and (mine is not None or (not row.rolled and voting.may_vote(slug, row, eyes.me)))
    many = voting.how_many(slug, row) if row.rolled or found.phase.name in (TALK, VOTE) else 0
    chosen = mine.choice if mine is not None else ""
    return {
        "may_vote": may, "on_roll": mine is not None, "chosen": chosen, "chosen_name": naming.choice(chosen) if chosen else "",
        "choices": [
            {"value": one, "name": naming.choice(one), "tone": naming.CHOICES[one][1], "chosen": one == chosen}
            for one in found.choices
        ],
        "many": many, "voted": row.voted, "quorum_met": voting.quorum_is_met(row) if row.rolled else False,
        "may_count": eyes.inside and found.phase.name == COUNT,
        "may_withdraw": eyes.inside and row.person == eyes.me and row.state in (DISCUSSED, VOTING),
        "may_challenge": mine is not None and eyes.inside and found.phase.name == CHALLENGE,
    }  # fmt: skip


def _after(slug: str, found: DecisionShown, eyes: Eyes) -> dict[str, Any]:
    """Challenges, who does what, and why it stalled or was taken back."""
    row = found.row
    challenged = queries.challenges(slug, found.id) if row.challenges else []
    may_assign = eyes.inside and row.state in LATER
    return {
        "challenges": [
            {"who": eyes.name(one.person), "reason": reason, "at": one.at, "entry": one.entry} for one, reason in challenged
        ],
        "challenged": any(one.person == eyes.me for one, _reason in challenged),
        "tasks": [_task(one, eyes) for one in queries.tasks(slug, found.id)],
        "may_assign": may_assign,
        "because": tell(told_again(row.because)) if row.because else "",
        "back_because": queries.withdrawn_because(slug, row) if row.state == "withdrawn" else "",
        "later": row.state in LATER,
        "over": found.phase.name == OVER,
    }  # fmt: skip


def _task(one: TaskShown, eyes: Eyes) -> dict[str, Any]:
    return {
        "task": one, "who": eyes.name(one.row.person), "mine": eyes.inside and one.row.person == eyes.me,
        "id": short(one.row.id),
    }  # fmt: skip


def _chain(slug: str, found: DecisionShown) -> dict[str, Any]:
    """What it took the place of, and what took its place."""
    after = queries.replaced_by(slug).get(found.id, "")
    named = queries.things(slug, [id for id in (found.row.replaces, after) if id])
    return {"before": named.get(found.row.replaces), "then": named.get(after)}


def _carrying(found: DecisionShown, eyes: Eyes) -> str:
    """Why it could not be carried out now, where its time has come; "" where it could."""
    if found.phase.name != CARRY or not eyes.inside:
        return ""
    refusal = trying.trouble(found.row, eyes.me)
    return tell(refusal) if refusal is not None else ""


def _bars(found: DecisionShown, outcome: Outcome | None) -> list[dict[str, Any]]:
    """The counts, each with its part of all who voted, as a picture writes it."""
    whole = outcome.voters if outcome is not None else 0
    return [{**one, "part": f"{100 * one['count'] / whole:.2f}" if whole else "0"} for one in counts(found)]


def why(outcome: Outcome | None) -> str:
    """Why a count came to this, in a sentence."""
    if outcome is None:
        return ""
    if not outcome.voters:
        return _("Nobody voted.")
    if not outcome.enough:
        return _("Too few took part, so it isn’t decided.")
    if outcome.method == "consent@1":
        return _("Nobody objects.") if outcome.passed else _("Somebody objects: talk first, then ask again.")
    return _("Enough said yes.") if outcome.passed else _("Not enough said yes.")


def _reasons(slug: str, found: DecisionShown, eyes: Eyes) -> list[dict[str, Any]]:
    """Why people voted as they did: once it is counted, so that nobody votes as others did."""
    if not found.row.tallied:
        return []
    return [
        {"who": eyes.name(one.person), "reason": one.reason, "choice": naming.choice(one.choice),
         "tone": naming.CHOICES[one.choice][1]}
        for one in queries.votes(slug, found.id, 0, REASONS, reasons=True)
        if one.reason
    ]  # fmt: skip


def steps(row: Any) -> list[dict[str, Any]]:
    """The way of a decision, from opening on: what has happened with its receipt, and what is to come with its day."""
    days, found = row.type, [{"what": "opened", "at": row.at, "entry": row.id}]

    def add(what: str, at: str, entry: str = "") -> None:
        found.append({"what": what, "at": at, "entry": entry})

    if row.state == "withdrawn":
        if row.rolled:
            add("rolled", row.rolled_at, row.rolled)
        add("withdrawn", row.ended_at, row.ended)
        return found
    talk = phases.later(row.at, days["discuss"])
    add("rolled", row.rolled_at or talk, row.rolled)
    ends = phases.later(row.rolled_at or talk, days["vote"])
    add("counted", row.tallied_at or row.closed_at or ends, row.tallied)
    if row.state == "refused":
        return found
    if row.state in ("executed", "stalled", "set_aside"):
        add(row.state, row.ended_at, row.ended)
        return found
    quiet = phases.later(row.tallied_at or ends, days["challenge"])
    add("executed", phases.later(quiet, days["notice"]))
    return found


def course(row: Any, phase: str) -> list[dict[str, Any]]:
    """The same in four words at most, with how far it is: 0 is to come, 1 is now, 2 is past. Nothing where it was taken back."""
    if row.state == "withdrawn":
        return []
    words: list[Any] = [naming.STATES["talk"][0], naming.STATES["vote"][0], _("counting"), _("carrying it out")]
    now = {TALK: 0, VOTE: 1, COUNT: 2, CHALLENGE: 2, NOTICE: 2, CARRY: 3}.get(phase, 4)
    if row.tallied:
        words[2] = naming.STATES["passed" if row.passed else "refused"][0]
    if not row.passed and row.tallied:
        words = words[:3]
    elif phase == OVER:
        words[3] = naming.STATES[row.state][0]
    if phase == OVER and row.state != "executed":
        now = len(words) - 1  # it ends there, and nothing is ticked off
    return [{"text": text, "at": 2 if n < now else 1 if n == now else 0} for n, text in enumerate(words)]
