"""What are we deciding? What waits for a vote first, then what runs, then what was decided and what became of it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entredon.apps.decide import queries, queries_charter
from entredon.apps.decide.phases import CARRY, CHALLENGE, COUNT, NOTICE, OVER, TALK, VOTE
from entredon.apps.decide.queries import DecisionShown
from entredon.apps.decide.views_shared import context, here, line
from entredon.apps.decide.voting import may_vote
from entredon.apps.value.queries import Eyes
from entredon.log.pages import watched
from entredon.log.told import short

ROWS = 20
URGENT = (COUNT, CARRY, VOTE, TALK, CHALLENGE, NOTICE, OVER)
"""In this order decisions that run stand on the page: those first in which a press is wanted."""
RUNNING = 100
"""So many that run stand on the page; nobody can follow more."""


@watched
@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """What are we deciding?"""
    eyes = Eyes(request, slug)
    running = queries.decisions(slug, running=True, limit=RUNNING)
    mine = _mine(slug, running, eyes)
    waits = [line(slug, one, eyes, "") for one in running if one.phase.name == VOTE and mine.get(one.id) == ""]
    waiting = {row["one"].id for row in waits}
    others = sorted((one for one in running if one.id not in waiting), key=lambda one: URGENT.index(one.phase.name))
    rest = [line(slug, one, eyes, mine.get(one.id)) for one in others]
    page = _Done(slug, request)
    about = context(
        request, slug, charter=queries_charter.in_force(slug), waits=waits, running=rest, page=page.page, query="",
        done=[line(slug, one, eyes) for one in page.rows], total=len(running) + page.count,
        tasks=[
            {"task": one, "address": f"{here(slug, one.row.decision)}#t-{short(one.row.id)}"}
            for one in queries.tasks_of(slug, eyes.me)
        ],
    )  # fmt: skip
    return render(request, "decide/home.html", about)


def _mine(slug: str, running: list[DecisionShown], eyes: Eyes) -> dict[str, str]:
    """On which decisions that run whoever looks may vote, with what she chose; before the list is taken, where she would be on it."""
    if not eyes.inside:
        return {}
    found = queries.votes_of(slug, [one.id for one in running if one.row.rolled], eyes.me)
    for one in running:
        if one.phase.name == VOTE and not one.row.rolled and may_vote(slug, one.row, eyes.me):
            found[one.id] = ""
    return found


class _Done:
    """A page of what was decided: only its rows are read."""

    def __init__(self, slug: str, request: HttpRequest) -> None:
        self.count = queries.count(slug, running=False)
        self.page: Any = Paginator(range(self.count), ROWS).get_page(request.GET.get("page"))
        start = max(0, self.page.start_index() - 1)
        self.rows = queries.decisions(slug, running=False, start=start, limit=ROWS) if self.count else []
