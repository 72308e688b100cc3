"""A key of a log over HTTP: what whoever holds its secret must know to sign with it.

Nothing here is more than what everybody can read out of the log itself; it spares reading all of it.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from entredon.log.http import ALWAYS_ASK, of_log
from entredon.log.models import Commons, Key
from entredon.log.stored import Absent
from entredon.pure.log import canonical


@of_log
def key(request: HttpRequest, slug: str, id: str) -> HttpResponseBase:
    """Whose key this is, when it began and ended, how it is kept, and the last entry by it (``prev`` of its next).

    With it the other keys of the same person, and the rulebook in force."""
    row = Key.objects.filter(commons=slug, id=id).first()
    if row is None:
        raise Absent("Nobody here has the key {key}.", key=id[:10])
    hers = Key.objects.filter(commons=slug, person=row.person).order_by("added", "id")
    said = {
        "person": row.person, "alg": row.alg, "custody": row.custody, "added": row.added, "revoked": row.revoked,
        "last": row.last or None, "rulebook": Commons.objects.get(commons=slug).rulebook,
        "keys": [{"id": one.id, "custody": one.custody, "alg": one.alg, "revoked": one.revoked} for one in hers],
    }  # fmt: skip
    return HttpResponse(
        canonical.dumps(said) + b"\n", content_type="application/json", headers={"Cache-Control": ALWAYS_ASK}
    )
