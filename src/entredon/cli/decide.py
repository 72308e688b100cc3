"""``entredon decide …``: opening a decision, voting, counting and carrying out, said with this machine's key."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli import amounts
from entredon.cli.common import Trouble, printable
from entredon.cli.decide_charter import read_charter
from entredon.cli.keys import member
from entredon.cli.words import said, tell
from entredon.cli.work import Json, Slug
from entredon.pure.log import canonical

if TYPE_CHECKING:
    from entredon.apps.decide.entries import Effect
    from entredon.apps.decide.models import Decision as Row
    from entredon.log.registry import Fact
    from entredon.pure.log.keys import SecretKey

Decision = Annotated[str, typer.Argument(metavar="DECISION", help="its id, or at least six characters of it")]
Reason = Annotated[str, typer.Option(help="why, in your words; it can be erased later")]
Saying = tuple["Fact", Mapping[str, str]]


def open_one(
    slug: Slug,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="what is decided, so that yes means yes")],
    why: Annotated[str, typer.Option(help="why, in your words")] = "",
    rule: Annotated[
        str, typer.Option(metavar="RULE", help="adopt this sharing rule: a JSON file or a built-in one")
    ] = "",
    admit: Annotated[
        str, typer.Option(metavar="AGREEMENT", help="admit a partner by an agreement that was proposed")
    ] = "",
    end: Annotated[str, typer.Option(metavar="PARTNER", help="end the agreement with a partner, with its notice")] = "",
    budget: Annotated[str, typer.Option(metavar="NEED", help="release money from the common fund to a need")] = "",
    amount: Annotated[str, typer.Option(help="how much of it, such as 500 or 1300.00")] = "",
    currency: Annotated[str, typer.Option(help="the currency of that by ISO 4217 code, such as EUR")] = "EUR",
    appoint: Annotated[str, typer.Option(metavar="PERSON", help="make a member a steward")] = "",
    recall: Annotated[str, typer.Option(metavar="PERSON", help="a steward is one no longer")] = "",
    charter: Annotated[
        str, typer.Option(metavar="CHARTER", help="change the charter: a JSON file or one of the four")
    ] = "",
    replaces: Annotated[
        str, typer.Option(metavar="DECISION", help="a decision that came to nothing, whose place it takes")
    ] = "",
    json: Json = False,
) -> None:
    """Open a decision. What it changes is said by one option; without any, people decide in words and do it themselves."""
    chosen = {
        "rule": rule,
        "admit": admit,
        "end": end,
        "budget": budget,
        "appoint": appoint,
        "recall": recall,
        "charter": charter,
    }
    named = [name for name, value in chosen.items() if value]
    if len(named) > 1:
        raise Trouble("One decision changes one thing: leave out --{one} or --{other}.", one=named[0], other=named[1])
    if not question.strip():
        raise Trouble("Ask what is to be decided, in a line. Nothing was recorded.")
    me = member(slug)
    from entredon.apps.decide import trying
    from entredon.apps.decide.entries import Moved

    effect = _effect(slug, named[0] if named else "", chosen, amount, currency)
    fact = Moved(
        effect=effect, base=trying.base(slug, effect), replaces=_row(slug, replaces).id if replaces else ""
    )  # fmt: skip
    id = _say(slug, me, [(fact, {"title": question, "text": why})])
    _told(json, {"entry": id, "decision": id}, said("It is opened: {id}. Whoever votes names it so.", id=id[:10]))


open_one.context_settings = amounts.CONTEXT  # type: ignore[attr-defined]


def _effect(slug: str, name: str, chosen: Mapping[str, str], amount: str, currency: str) -> "Effect":
    """What a decision changes, as one option says it. Raises Trouble."""
    from entredon.apps.decide.entries import Effect
    from entredon.apps.market import queries_found as market
    from entredon.apps.people.queries import find_person
    from entredon.apps.work.queries_needs import find_need
    from entredon.cli.share import read_rule

    if bool(amount) != (name == "budget"):
        raise Trouble("Say both: to which need (--budget) and how much (--amount). Nothing was recorded.")
    asked = chosen.get(name, "")
    if name == "rule":
        return Effect(lever="sharing", rule=read_rule(asked).data())
    if name == "charter":
        return Effect(lever="charter", charter=read_charter(asked).data())
    if name == "admit":
        return Effect(lever="partner", way="admit", what=market.find_agreement(slug, asked))
    if name == "end":
        return Effect(lever="partner", way="end", what=market.find_partner(slug, asked))
    if name == "budget":
        minor = amounts.amount(amount, currency)
        return Effect(lever="budget", what=find_need(slug, asked), minor=minor, currency=currency)
    if name:
        return Effect(lever="steward", way=name, what=find_person(slug, asked, (), True))
    return Effect(lever="words")


def vote(
    slug: Slug,
    decision: Decision,
    choice: Annotated[
        str,
        typer.Argument(metavar="CHOICE", help="yes, no or abstain; or consent, reservation or objection"),
    ],
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Vote. You can vote again until voting ends: the last one counts. The first vote takes the list of who may vote with it."""
    me = member(slug)
    from entredon.apps.decide import voting
    from entredon.apps.decide.entries import Balloted
    from entredon.log.registry import Refused

    row = _row(slug, decision)
    mine: Saying = (Balloted(decision=row.id, choice=choice), {"reason": reason})
    first: list[Saying] = [(voting.rolled(slug, row), {})] if row.state == "discussed" else []
    try:
        id = _say(slug, me, [*first, mine])
    except Refused:
        if not first or not _row(slug, row.id).rolled:
            raise
        id = _say(slug, me, [mine])  # somebody else was a moment quicker with the list
    text = said(
        "Your vote on {decision} is recorded: {id}. You can change it until voting ends.",
        decision=row.id[:10],
        id=id[:10],
    )
    _told(json, {"entry": id, "decision": row.id, "choice": choice}, text)


def count(slug: Slug, decision: Decision, json: Json = False) -> None:
    """End the voting where its days are over, or everybody has voted, and count. Everybody who checks counts again."""
    me = member(slug)
    from entredon.apps.decide import voting
    from entredon.apps.decide.entries import Closed

    row = _row(slug, decision)
    before: list[Saying] = [(Closed(decision=row.id), {})] if row.state == "voting" else []
    tallied = voting.tallied(slug, row)
    id = _say(slug, me, [*before, (tallied, {})])
    data = {"entry": id, "decision": row.id, "counts": tallied.counts, "passed": tallied.passed}
    counts = ", ".join(f"{name} {number}" for name, number in tallied.counts.items())
    result = said("It has passed") if tallied.passed else said("It has not passed")
    _told(json, data, said("{result}: {counts}. Recorded: {id}.", result=result, counts=counts, id=id[:10]))


def challenge(slug: Slug, decision: Decision, reason: Reason = "", json: Json = False) -> None:
    """Say that a decision wasn't made as it should be. Where enough of those who may vote do, it is set aside."""
    me = member(slug)
    from entredon.apps.decide.entries import Challenged

    row = _row(slug, decision)
    id = _say(slug, me, [(Challenged(decision=row.id), {"reason": reason})])
    aside = _row(slug, row.id).state == "set_aside"
    text = (
        said("Recorded: {id}. With it, the decision is set aside.", id=id[:10])
        if aside
        else said("Recorded: {id}.", id=id[:10])
    )
    _told(json, {"entry": id, "decision": row.id, "set_aside": aside}, text)


def carry_out(
    slug: Slug,
    decision: Decision,
    stall: Annotated[
        bool, typer.Option("--stall", help="say that it can't be carried out; why not is found out")
    ] = False,
    json: Json = False,
) -> None:
    """Carry out what passed, once the days for challenging it are over. Where that can't be, ``--stall`` records why not."""
    me = member(slug)
    from entredon.apps.decide.entries import Executed, Stalled

    row = _row(slug, decision)
    id = _say(slug, me, [(Stalled(decision=row.id) if stall else Executed(decision=row.id), {})])
    because = _because(_row(slug, row.id)) if stall else ""
    text = said("It can't be carried out: {because} Recorded: {id}.", because=because, id=id[:10]) if stall else said(
        "It is carried out: {id}.", id=id[:10]
    )  # fmt: skip
    _told(json, {"entry": id, "decision": row.id, "because": because}, text)


def withdraw(slug: Slug, decision: Decision, reason: Reason = "", json: Json = False) -> None:
    """Take back a decision that you have opened, before voting is over."""
    me = member(slug)
    from entredon.apps.decide.entries import Withdrawn

    row = _row(slug, decision)
    id = _say(slug, me, [(Withdrawn(decision=row.id), {"reason": reason})])
    _told(json, {"entry": id, "decision": row.id}, said("It is taken back: {id}.", id=id[:10]))


def assign(
    slug: Slug,
    decision: Decision,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="what is to be done, in a line")],
    due: Annotated[str, typer.Option(metavar="DAY", help="until when, as in 2026-11-26")],
    person: Annotated[str, typer.Option(help="who does it, if it isn't you: a name, or the beginning of an id")] = "",
    json: Json = False,
) -> None:
    """Say who does what by when, of what was decided."""
    me = member(slug)
    from entredon.apps.decide.entries import Assigned
    from entredon.apps.people.queries import find_person

    row = _row(slug, decision)
    who = find_person(slug, person, (), True) if person else _person(slug, me)
    id = _say(slug, me, [(Assigned(decision=row.id, person=who, due=_day(due)), {"what": what})])
    _told(json, {"entry": id, "task": id, "decision": row.id}, said("It stands there: {id}.", id=id[:10]))


def prove(
    slug: Slug,
    task: Annotated[str, typer.Argument(metavar="TASK", help="its id, or at least six characters of it")],
    proof: Annotated[str, typer.Option(help="what shows it: words, perhaps an address")],
    json: Json = False,
) -> None:
    """Say that you have done what you were to do, and show it."""
    me = member(slug)
    from entredon.apps.decide.entries import Proven
    from entredon.apps.decide.models import Task
    from entredon.log.asked import by_prefix

    known = list(Task.objects.filter(commons=slug, id__startswith=task.lower()).values_list("id", flat=True)[:10])
    found = by_prefix(task.lower(), known, said("task")) if len(task) >= 6 else ""
    if not found:
        raise Trouble("There is no task {task} here; entredon decide show names them.", task=task[:64])
    id = _say(slug, me, [(Proven(task=found), {"proof": proof})])
    _told(json, {"entry": id, "task": found}, said("It is done, and shown: {id}.", id=id[:10]))


def _day(text: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Trouble(
            "“{text}” is not a day; write it like 2026-11-26. Nothing was recorded.", text=text[:40]
        ) from None


def _person(slug: str, me: "SecretKey") -> str:
    from entredon.log.models import Key

    return str(Key.objects.values_list("person", flat=True).get(commons=slug, id=me.id))


def _row(slug: str, asked: str) -> "Row":
    """A decision by its id or the beginning of it. Raises Trouble."""
    from entredon.apps.decide import queries

    if len(asked) < 6:
        raise Trouble("Name a decision by at least six characters of its id: {asked}.", asked=asked[:20])
    return queries.decision(slug, asked.lower()).row


def _because(row: "Row") -> str:
    """Why a decision stalled, as a sentence."""
    from entredon.apps.decide.record_decisions import told_again

    return tell(told_again(row.because))


def _say(slug: str, me: "SecretKey", sayings: list[Saying]) -> str:
    """Append it all, or nothing; returns the id of the last. Raises Refused."""
    from entredon.log import door
    from entredon.log.door import Saying as One
    from entredon.log.registry import Refused

    ones = [One(fact, me, {name: text for name, text in texts.items() if text.strip()}) for fact, texts in sayings]
    try:
        return door.append_many(slug, ones)[-1].id
    except Refused as refusal:
        # Why, without which of the entries it was that belong together.
        why = refusal.values.get("why")
        raise (type(refusal).of(why) if isinstance(why, Refused) else refusal) from None


def _told(json: bool, data: dict[str, Any], text: str) -> None:
    print(canonical.dumps(data).decode() if json else printable(text))
