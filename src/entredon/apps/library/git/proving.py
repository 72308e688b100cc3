"""Looking for proof of control, as long work with a page of its own."""

from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.library.git import proof
from entredon.desk.jobs import Outcome, Running, work

PROVE = "library.prove"


@work(PROVE)
def prove(job: Running) -> Outcome:
    """Look where a steward says that control of the repository is shown: given slug, way, repository and public key."""
    slug, way = str(job.given["slug"]), job.given["way"]
    address = str(job.given.get("repository", "")).strip()
    job.progress(0, 0, _("Asking for the repository …"))
    if way == "file":
        shown = proof.by_file(slug, address)
    else:
        shown = proof.by_tag(slug, address, str(job.given.get("public_key", "")).strip())
    proof.note(slug, shown)
    return Outcome(
        said=_("%(said)s Now you can make it public.") % {"said": shown.said},
        leads=reverse("commons:publish", args=[slug]),
    )
