"""The pages of founding: one question each, back and forward as one likes, and nothing that was typed is lost."""

from typing import Any

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from entredon.apps.people.models import Account
from entredon.desk import letters, waiting
from entredon.desk.models import Job, Waiting
from entredon.desk.telling import shown, tell
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of
from entredon.site.found import drafts, examples, founding, uploads, wishes, works
from entredon.site.found.drafts import Draft
from entredon.site.found.wishes import STEPS, Unanswered, Wish

ORDER = list(STEPS)
METHODS = ("GET", "HEAD", "POST")


@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """What are we making, and for whom? The first question, when nothing was typed yet."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    if request.method == "POST":
        return _taken(request, None, "what")
    return _shown(request, "", "what", wishes.form_of("what", {}, viewer_of(request).id, judged=False), {})


@never_cache
def step(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """One of the three questions, with what was typed there before."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    draft = Draft.found(token)
    if name not in STEPS or draft is None:
        text = _("What you typed isn’t here any more: it was founded or thrown away, or is older than %(n)s days.")
        raise Http404(text % {"n": waiting.DAYS})
    if request.method == "POST":
        return _taken(request, draft, name)
    form = wishes.form_of(name, draft.typed, viewer_of(request).id, judged="check" in request.GET)
    return _shown(request, token, name, form, draft.typed)


def _taken(request: HttpRequest, draft: Draft | None, name: str) -> HttpResponse:
    """Keep what was typed in a step, then go where she wants to go; forward only from a good answer."""
    upload = uploads.ToDisk(request)
    request.upload_handlers = [upload]
    sent = request.POST
    try:
        draft = draft or _begun(request)
    except Refused as refusal:
        return _too_often(request, name, sent, tell(refusal), upload)
    draft.note(name, drafts.raw(STEPS[name], sent), **_received(request, draft), refusal="")
    here = reverse("found_step", args=[draft.token, name])
    if sent.get("go") == "back":
        return redirect("found_step", draft.token, ORDER[max(0, ORDER.index(name) - 1)])
    form = wishes.form_of(name, draft.typed, viewer_of(request).id)
    if name == "what":
        form.refused = _too_large(upload)
    if "more" in sent:
        form = wishes.form_of(name, draft.typed, viewer_of(request).id, judged=False)
        form.more = True
        return _shown(request, draft.token, name, form, draft.typed)
    if not form.is_valid():
        return _shown(request, draft.token, name, form, draft.typed)
    if name != ORDER[-1]:
        return redirect("found_step", draft.token, ORDER[ORDER.index(name) + 1])
    if not viewer_of(request).id:
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': waiting.way_on(draft.token)})}")
    return _concluded(request, draft) or redirect(f"{here}?check")


def _begun(request: HttpRequest) -> Draft:
    """A new draft. Raises Refused where a visitor begins many."""
    if not viewer_of(request).id and not ratelimit.consume(request, action="wait"):
        raise Refused("That was too often in a short time. Wait a while, then try again.")
    return Draft.begun()


def _too_often(request: HttpRequest, name: str, sent: Any, said: str, upload: uploads.ToDisk) -> HttpResponse:
    """Nothing is kept here of what was sent; it stands in the form, to be sent again later."""
    uploads.drop(upload.key)
    typed = {name: drafts.raw(STEPS[name], sent)}
    form = wishes.form_of(name, typed, viewer_of(request).id)
    form.add_error(None, said)
    return _shown(request, "", name, form, typed)


def _received(request: HttpRequest, draft: Draft) -> dict[str, str]:
    """A bundle that came with the form takes the place of an earlier one."""
    file: Any = request.FILES.get("bundle")
    if file is None or not file.key:
        return {}
    uploads.drop(draft.kept.get("bundle", ""))
    return {"bundle": file.key, "bundle_name": file.name[:200], "bundle_size": str(file.size)}


def _too_large(upload: uploads.ToDisk) -> str:
    if not upload.too_large:
        return ""
    if upload.full:
        return _(
            "There is no room here for so large a file at the moment. Try again tomorrow, or ask who runs this place."
        )
    return _("The file is larger than %(most)s MB, the most that is taken here. Ask who runs this place to do it.") % {
        "most": shown(uploads.most() >> 20)
    }


def _concluded(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Found it, or send her to the question that isn't answered well yet."""
    account = Account.objects.get(pk=viewer_of(request).id)
    try:
        wish = wishes.read(draft.typed, str(account.pk))
    except Unanswered as one:
        return redirect(f"{reverse('found_step', args=[draft.token, one.step])}?check")
    if not ratelimit.consume(request, action="found", user=account):
        return _refused(draft, _("You have founded much today: go on tomorrow. What you typed is kept until then."))
    if wish.from_git:
        return redirect("desk:job", _queued(request, draft, wish, account))
    if not waiting.done(draft.token):
        raise Http404(_("This has been sent already, perhaps in another window."))
    try:
        said = founding.from_nothing(wish, account)
    except BaseException as trouble:
        # Put back what was taken away, so that two clicks found it once and a refusal loses nothing.
        Waiting.objects.bulk_create([draft.row])
        if not isinstance(trouble, Refused):
            raise
        return _refused(draft, tell(trouble))
    founding.invite(wish, account, lambda path: letters.address(request, path))
    uploads.drop(draft.kept.get("bundle", ""))
    return redirect(founding.leads(wish, said))


def _refused(draft: Draft, said: str) -> HttpResponse:
    """Back to the last question, which tells why."""
    draft.note("income", draft.typed.get("income", {}), refusal=said)
    return redirect("found_step", draft.token, "income")


def _queued(request: HttpRequest, draft: Draft, wish: Wish, account: Account) -> str:
    """The job that founds it; one that is at it already is not begun a second time."""
    before = Job.objects.filter(id=draft.kept.get("job", ""), state__in=("waiting", "running")).first()
    if before is not None:
        return str(before.id)
    again = reverse("found_step", args=[draft.token, "what"])
    job = works.start(wish, account, draft.token, again, str(letters.address(request, "/")))
    draft.note("income", draft.typed.get("income", {}), job=job)
    return job


@waiting.finishes(drafts.ACT, shows=lambda row: wishes.told(row.typed))
def came_in(request: HttpRequest, row: Waiting) -> HttpResponse:
    """She typed it as a visitor and has an account now: what was typed goes on under a new token."""
    return _concluded(request, Draft.begun(row.typed))


def _shown(request: HttpRequest, token: str, name: str, form: Any, typed: dict[str, Any]) -> HttpResponse:
    context = {
        "form": form,
        "step": name,
        "number": ORDER.index(name) + 1,
        "action": reverse("found_step", args=[token, name]) if token else reverse("found"),
        "told": wishes.told(typed),
        "kept": typed.get("kept", {}),
        "from_git": typed.get("what", {}).get("source", [""])[-1:] in (["repository"], ["bundle"]),
        "vzw": typed.get("who", {}).get("form", [""])[-1:] == ["vzw"],
        "most": uploads.most() >> 20,
        "host": request.get_host(),
        "examples": examples if name == "income" else None,
    }
    return render(request, f"site/found/{name}.html", context)
