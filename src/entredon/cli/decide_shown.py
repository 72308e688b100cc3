"""``entredon decide list`` and ``decide show``: what is being decided, what was, and by which votes."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli.common import printable
from entredon.cli.decide import Decision
from entredon.cli.share import Commons, open_commons
from entredon.cli.words import counted, said, tell
from entredon.cli.work import Json
from entredon.pure.log import canonical

if TYPE_CHECKING:
    from entredon.apps.decide.queries import DecisionShown

VOTES = 100
"""So many votes are printed for people; programs get all."""
EVERY = 1_000_000


def list_(
    commons: Commons,
    over: Annotated[bool, typer.Option("--over", help="those that are over, the newest first")] = False,
    json: Json = False,
) -> None:
    """List the decisions that are under way, those that have waited longest first."""
    slug = open_commons(commons)
    from entredon.apps.decide import queries

    found = queries.decisions(slug, running=not over, limit=10_000)
    if json:
        print(canonical.dumps({"decisions": [_plain(one) for one in found]}).decode())
        return
    for one in found:
        print(printable(_line(one)))
    if not found:
        print(printable(said("None was made yet.") if over else said("Nothing is being decided now.")))


def show(commons: Commons, decision: Decision, json: Json = False) -> None:
    """Show one decision: its question, how far it is, who voted what, and what became of it."""
    slug = open_commons(commons)
    from entredon.apps.decide import queries

    one = queries.decision(slug, decision.lower())
    votes = queries.votes(slug, one.id, 0, EVERY)
    tasks = queries.tasks(slug, one.id)
    if json:
        print(canonical.dumps(_plain(one) | _whole(slug, one, votes, tasks)).decode())
        return
    for line in _lines(slug, one, votes, tasks):
        print(printable(line))


def _line(one: "DecisionShown") -> str:
    """A decision in a line."""
    from entredon.apps.decide import naming

    until = (
        said(", until {day} {time} UTC", day=one.phase.until[:10], time=one.phase.until[11:16])
        if one.phase.until
        else ""
    )
    return f"{one.id[:10]}  {one.name}  ({naming.kind(one.row.lever)}; {naming.STATES[one.stage][0]}{until})"


def _lines(slug: str, one: "DecisionShown", votes: Any, tasks: Any) -> list[str]:
    from entredon.apps.decide import naming
    from entredon.apps.people.queries import nameless, names

    called = names(slug, True)
    lines = [_line(one), *([one.text] if one.text else [])]
    if one.row.rolled:
        lines.append(said("{voted} of {count} who may vote have voted.", voted=one.row.voted, count=one.row.count))
    if one.row.tallied:
        lines.append(", ".join(f"{naming.choice(name)}: {one.row.counts[name]}" for name in one.choices))
    if one.row.because:
        from entredon.apps.decide.record_decisions import told_again

        lines.append(tell(told_again(one.row.because)))
    for vote in votes[:VOTES]:
        reason = f": {vote.reason}" if vote.reason else ""
        lines.append(f"  {called.get(vote.person) or nameless(vote.person)}  {naming.choice(vote.choice)}{reason}")
    if len(votes) > VOTES:
        lines.append(
            counted(
                "  and {n:,} vote more; --json has all", "  and {n:,} votes more; --json has all", len(votes) - VOTES
            )
        )
    for task in tasks:
        who = called.get(task.row.person) or nameless(task.row.person)
        done = said("done: {proof}", proof=task.proof) if task.row.proven else said("until {day}", day=task.row.due)
        lines.append(f"  {task.row.id[:10]}  {who}: {task.what}  ({done})")
    return lines


def _plain(one: "DecisionShown") -> dict[str, Any]:
    """A decision for programs."""
    row = one.row
    named = ("lever", "what", "effect", "base", "person", "at", "state", "charter", "count", "root", "voted", "counts", "ballots",
             "passed", "challenges", "replaces")  # fmt: skip
    entries = {name: getattr(row, name) for name in ("rolled", "closed", "tallied", "ended")}
    plain = {name: getattr(row, name) for name in named}
    return {
        "id": row.id,
        "title": one.title,
        "type": row.type,
        "phase": one.phase.name,
        "until": one.phase.until,
        **plain,
        "entries": entries,
    }


def _whole(slug: str, one: "DecisionShown", votes: Any, tasks: Any) -> dict[str, Any]:
    """What only one decision alone is printed with."""
    from entredon.apps.decide import queries

    return {
        "text": one.text,
        "because": one.row.because,
        "votes": [_vote(vote) for vote in votes],
        "challenged": [
            {"person": row.person, "entry": row.entry, "reason": reason}
            for row, reason in queries.challenges(slug, one.id)
        ],
        "tasks": [_task(task) for task in tasks],
    }


def _vote(vote: Any) -> dict[str, str]:
    return {
        "person": vote.person, "choice": vote.choice, "entry": vote.ballot, "at": vote.at, "reason": vote.reason,
    }  # fmt: skip


def _task(task: Any) -> dict[str, str]:
    row = task.row
    return {
        "id": row.id, "person": row.person, "due": row.due, "what": task.what, "proven": row.proven, "proof": task.proof,
    }  # fmt: skip
