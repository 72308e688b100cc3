"""Looking through a large table, and taking what is new of it, as long work that is watched."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.people.queries import viewer_for
from entredon.apps.work.tables.bringing import bring
from entredon.apps.work.tables.waits import Table
from entredon.desk import jobs
from entredon.desk.jobs import Outcome, Running
from entredon.desk.telling import shown
from entredon.log.registry import Refused
from entredon.log.told import short

LOOK, BRING = "work.look", "work.bring_in"


def start(work: str, slug: str, account: str, table: Table) -> str:
    """Queue one of both; returns the id of its page."""
    given: dict[str, Any] = {"slug": slug, "token": table.token, "name": table.name}
    name = "work:bring_in_columns" if work == LOOK else "work:bring_in_check"
    return jobs.start(work, given, account=account, again=reverse(name, args=[slug, table.token]))


def _table(job: Running) -> Table:
    table = Table.found(job.given["slug"], job.account, job.given["token"])
    if table is None:
        raise Refused("The table isn’t here any more: it was brought in already, or thrown away after some days.")
    return table


@jobs.work(LOOK)
def look(job: Running) -> Outcome:
    """What is in it?"""
    table = _table(job)
    table.look(lambda done: job.progress(done, 0, _("Looking through the rows")))
    return Outcome(_("Every row was looked at."), reverse("work:bring_in_check", args=[job.given["slug"], table.token]))


@jobs.work(BRING)
def take(job: Running) -> Outcome:
    """Take what is new of it, with the key that this place keeps for her."""
    slug, table, viewer = job.given["slug"], _table(job), viewer_for(job.account)
    signer = viewer.signer(slug)
    if not viewer.steward(slug) or signer is None:
        raise Refused("Only a steward whose key is kept at this place can bring in tables here.")
    looking, found = table.look(lambda done: job.progress(done, 0, _("Looking through the rows")))
    brought = bring(looking, found, signer, lambda done, total: job.progress(done, total, _("Writing them down")))
    home = reverse("work:bring_in", args=[slug])
    if not found.faulty:
        table.done()
    if not brought.entries:
        return Outcome(_("Nothing in it is new: all of it was here already."), home)
    text = ngettext("%(n)s contribution came in.", "%(n)s contributions came in.", brought.rows)
    return Outcome(text % {"n": shown(brought.rows)}, reverse("work:came_in", args=[slug, short(brought.entries[-1])]))
