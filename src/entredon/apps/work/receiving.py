"""Files that come with a form of this app: taken from each line of it, or found again by what the form kept of them."""

from django.http import HttpRequest

from entredon.apps.work import forms_tell
from entredon.apps.work.forms_tell import Files
from entredon.desk import files, limits
from entredon.desk.telling import tell
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of


def ready(request: HttpRequest) -> files.Bounded:
    """Before anything of a form is read: from now on files are taken up to the most that is taken here."""
    handler = files.Bounded(request)
    request.upload_handlers = [handler]
    return handler


def received(request: HttpRequest, handler: files.Bounded, number: int = 0) -> Files:
    """The files of a line: those it kept from before, then those that come now, with what is wrong about others."""
    found = Files()
    for token in request.POST.getlist(forms_tell.name(number, "kept"))[: files.IN_ONE_FORM]:
        if (waits := files.find(token)) is not None:
            found.kept.append(waits)
        else:
            found.troubles.append(tell(Refused("A file isn’t here any more: choose it once more.")))
    field = forms_tell.name(number, "files")
    found.troubles += [tell(files.too_large(name)) for where, name in handler.too_large if where == field]
    account = viewer_of(request).id
    sender = files.Sender(str(account or limits.place(request)), visits=not account)
    for upload in request.FILES.getlist(field):
        try:
            if not limits.allowed("file", sender.who):
                raise Refused("These were many files in a short time. Wait a while, then choose this one again.")
            waits = files.take(upload, sender)
        except Refused as refusal:
            found.troubles.append(tell(refusal))
            continue
        if waits.sha256 in {one.sha256 for one in found.kept}:
            files.drop(waits)
        else:
            found.kept.append(waits)
    return found
