"""What may others know of me? Telling of oneself and choosing who sees it, the picture, and erasing."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.people import pictures, profile, profile_changes, profile_languages, queries
from entredon.apps.people.me_views import known_here
from entredon.apps.people.models import Person
from entredon.apps.people.profile import ABOUT_A_PERSON, EVERYBODY, PICTURE, Told
from entredon.apps.people.profile_forms import PictureForm, ProfileForm
from entredon.apps.people.profile_rows import readable, titles, told_rows
from entredon.desk import limits
from entredon.desk.doors import signed_in_first
from entredon.desk.telling import tell
from entredon.log.asked import NotFound
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of

ALL = "all"
"""In the address of erasing: everything at once."""


class InMemory(MemoryFileUploadHandler):
    """Takes a picture into memory and lets go of what no picture has: nothing of it is ever on the disk."""

    def handle_raw_input(self, *args: Any, **words: Any) -> None:
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return super().receive_data_chunk(raw_data, start) if start < pictures.MOST_BYTES else None


@signed_in_first
@live
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """What may others know of me?"""
    request.upload_handlers = [InMemory(request)]
    shown = known_here(request, slug)
    if not shown.member and request.method != "POST":
        return redirect("people:me", slug)
    told = profile.told(slug, Person.objects.get(commons=slug, id=shown.id))
    form, picture = ProfileForm.about_her(told), _picture_form(told)
    if request.method == "POST":
        wanted: ProfileForm | PictureForm
        if "picture" in request.POST:
            limits.take("picture", viewer_of(request).id)
            wanted = picture = _picture_form(told, request)
        else:
            wanted = form = ProfileForm.about_her(told, request.POST)
        if wanted.is_valid():
            try:
                return _done(slug, profile_changes.change(request, slug, shown.id, wanted.wanted()))
            except Refused as refusal:
                wanted.add_error(None, tell(refusal))
    context = {
        "commons": commons.commons(slug),
        "tab": "people",
        "noindex": True,
        "person": shown,
        "form": form,
        "picture": picture,
        "has_picture": PICTURE in told,
        "picture_address": profile.picture_address(slug, shown.id),
        "texts": told_rows(slug, shown.id),
        "languages": profile_languages.suggestions(),
        "side": pictures.SIDE,
    }
    return render(request, "people/profile.html", context)


def _picture_form(told: dict[str, Told], request: HttpRequest | None = None) -> PictureForm:
    one = told.get(PICTURE)
    initial = {PICTURE: one.text, "picture_seen": one.seen_by} if one else {}
    return PictureForm(request.POST, request.FILES, initial=initial) if request else PictureForm(initial=initial)


def _done(slug: str, entry: str) -> HttpResponse:
    said = {"said": entry} if entry else {"kept": "1"}
    return redirect(f"{reverse('people:profile', args=[slug])}?{urlencode(said)}")


@signed_in_first
@live
def erase(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Do you want to erase this for good?"""
    shown = known_here(request, slug)
    if name not in (*ABOUT_A_PERSON, ALL):
        raise Http404(_("There is no page at this address."))
    names = ABOUT_A_PERSON if name == ALL else (name,)
    given = queries.texts_given(slug, shown.id)
    told = profile.told(slug, Person.objects.get(commons=slug, id=shown.id))
    texts = [(one, entry, readable(one, text)) for one in names for entry, text in given.get(one, [])]
    close = [(one, readable(one, told[one].text)) for one in names if one in told and told[one].seen_by != EVERYBODY]
    if not texts and not close:  # erased already, perhaps in another tab
        return redirect("people:me", slug)
    trouble = ""
    if request.method == "POST":
        try:
            entry = profile_changes.erase(request, slug, shown.id, names)
            said = f"?{urlencode({'said': entry})}" if entry else ""
            return redirect(f"{reverse('people:me', args=[slug])}{said}")
        except Refused as refusal:
            trouble = tell(refusal)
    context = {
        "commons": commons.commons(slug),
        "tab": "people",
        "noindex": True,
        "name": name,
        "title": _("All you told of yourself") if name == ALL else titles()[name],
        "titles": titles(),
        "texts": texts,
        "close": close,
        "number": queries.nameless(shown.id),
        "trouble": trouble,
    }
    return render(request, "people/profile_erase.html", context)


def picture(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """The picture of a person, for who may see it: everybody, members, or only she."""
    response = _picture(request, slug, asked=asked)
    if response.status_code in (200, 304):
        # What everybody sees may stay in a browser that asks each time whether it is still there; the rest may not.
        response["Cache-Control"] = "private, no-cache" if response.headers.get("ETag") else "no-store"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@live
def _picture(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    viewer = viewer_of(request)
    person = _asked_for(slug, asked)
    hers = viewer.person(slug) == person
    found = profile.picture_of(slug, person, inside=viewer.member(slug), hers=hers)
    kept = pictures.kept(found.text) if found else None
    if found is None or kept is None:
        raise NotFound("There is no picture at this address.")
    public = found.seen_by == EVERYBODY
    known = request.headers.get("If-None-Match", "").removeprefix("W/")
    response = HttpResponse(status=304) if public and known == kept.etag else HttpResponse(kept.content)
    response["Content-Type"] = kept.kind
    if public:
        response["ETag"] = kept.etag
    return response


def _asked_for(slug: str, asked: str) -> str:
    """Whose picture is asked for, by her id or as addresses write it. Raises NotFound."""
    rows = (
        Person.objects.filter(commons=slug, id__startswith=asked)[:2]
        if asked.startswith("k:") and len(asked) >= 12
        else ()
    )
    found = [row.id for row in rows]
    if len(found) != 1:
        raise NotFound("There is no picture at this address.")
    return str(found[0])
