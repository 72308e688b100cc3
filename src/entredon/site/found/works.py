"""Founding from a git repository, as long work: reading who built what takes its time, and is watched."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.library.git import command
from entredon.apps.library.git.complaints import GitTrouble
from entredon.apps.people.models import Account
from entredon.desk import jobs, waiting
from entredon.desk.jobs import Outcome, Running
from entredon.desk.telling import shown
from entredon.log.registry import Refused
from entredon.pure.told import Told
from entredon.site import importing
from entredon.site.found import founding, sources, uploads
from entredon.site.found.wishes import Wish

FOUND = "found.git"


def start(wish: Wish, account: Account, token: str, again: str, base: str) -> str:
    """Queue it; returns the id of its page. ``token`` finds what was typed; ``base`` is the full address of this place."""
    given: dict[str, Any] = {"wish": wish.data(), "token": token, "base": base}
    return jobs.start(FOUND, given, account=str(account.pk), again=again)


@jobs.work(FOUND)
def found(job: Running) -> Outcome:
    """Read the repository, found the commons, invite its further stewards."""
    wish = Wish(**job.given["wish"])
    account = Account.objects.filter(pk=job.account, is_active=True).first()
    if account is None:
        raise Refused("The account that asked for this is not here any more.")
    said = [_("%(name)s is founded.") % {"name": wish.name}]
    # A worker that died right after the founding has done the most of it: what is left is done now.
    if not founding.is_founded(wish, account):
        job.progress(0, 0, _("Copying the repository"))
        source = _source(wish, job.account)
        told = _told(job, wish, account, source)
        said.append(sentence(told))
    founding.invite(wish, account, lambda path: job.given["base"].rstrip("/") + path)
    waiting.done(job.given["token"])
    uploads.drop(wish.bundle)
    return Outcome(" ".join(said), founding.leads(wish))


def _told(job: Running, wish: Wish, account: Account, source: Path) -> importing.Outcome:
    """Found it from what git says, within bounds. Raises Refused, and GitTrouble that calls a bundle a bundle."""
    try:
        with command.bounded():
            return founding.from_git(wish, account, source, lambda done, total: _reading(job, done, total))
    except GitTrouble as trouble:
        # Where it lies here, under which name, is nothing to whoever sent it.
        if not wish.bundle:
            raise
        values = {
            name: Told("The bundle") if str(value) == str(source) else value for name, value in trouble.values.items()
        }
        raise GitTrouble(trouble.sentence, **values) from trouble


def _source(wish: Wish, account: str) -> Path:
    """Looked at once more: between asking and doing somebody may have moved what lies there."""
    return uploads.place(wish.bundle) if wish.bundle else sources.checked(wish.path, account)


def _reading(job: Running, done: int, total: int) -> None:
    said = _("Writing down what it says") if total and done >= total else _("Reading who built it, commit by commit")
    job.progress(done, total, said)


def sentence(told: importing.Outcome) -> str:
    """Who built it, and in how many versions."""
    people = ngettext("%(n)s person", "%(n)s people", told.people) % {"n": shown(told.people)}
    commits = ngettext("%(n)s commit", "%(n)s commits", told.commits) % {"n": shown(told.commits)}
    built = _("%(people)s built it in %(commits)s.") % {"people": people, "commits": commits}
    if told.versions:
        versions = ngettext("Tags tell %(n)s version.", "Tags tell %(n)s versions.", told.versions)
        built += " " + versions % {"n": shown(told.versions)}
    return " ".join([built, *told.notes])
