"""What are people talking about? Topics and threads, a thread with its posts, a post's lasting address, what is new in it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entredon.apps.commons import queries as commons
from entredon.apps.social import pictures, queries, saying, showing
from entredon.apps.social.about import about, find, nameless
from entredon.apps.social.forms import PostForm
from entredon.apps.social.people import as_typed, crowd
from entredon.desk import markdown
from entredon.log.pages import daily, live
from entredon.log.told import short
from entredon.log.viewer import viewer_of

AT_ONCE = 30


@daily
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """What are people talking about?"""
    viewer = viewer_of(request)
    page = Paginator(range(queries.count(slug)), AT_ONCE).get_page(request.GET.get("page"))
    rows = queries.threads(slug, max(0, page.start_index() - 1), AT_ONCE)
    context = {
        "commons": commons.commons(slug),
        "tab": "social",
        "page": page,
        "lines": lines(slug, rows, viewer.member(slug)),
        "member": viewer.member(slug),
        "measures": queries.measures_count(slug),
        "appeals": len(queries.appeals_waiting(slug)) if viewer.steward(slug) else 0,
    }
    return render(request, "social/home.html", context)


def lines(slug: str, rows: list[queries.ThreadShown], inside: bool) -> list[dict[str, Any]]:
    """Threads as lists show them: what each is about, how its newest post begins, and who spoke last."""
    ids = [row.id for row in rows]
    things = about(slug, ids, inside)
    last = queries.last_posts(slug, [row.place for row in rows])
    faces = queries.speakers(slug, ids)
    everybody = crowd(slug, inside)
    return [
        {
            "thread": row,
            "thing": things.get(row.id) or nameless(slug, row.id),
            "last": last.get(row.id),
            "name": everybody.name(last[row.id].person) if row.id in last else "",
            "begins": showing.excerpt(last[row.id], everybody) if row.id in last else "",
            "faces": [(everybody.name(who), everybody.picture(who)) for who in faces.get(row.id, ())],
        }
        for row in rows
    ]


@daily
def thread(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What is said about this?"""
    id = find(slug, asked, viewer_of(request).member(slug))
    return show_thread(request, slug, id, new_form(request, slug, id))


def new_form(request: HttpRequest, slug: str, id: str) -> PostForm:
    """An empty form, or one that quotes or answers the post that the address names."""
    quoted = request.GET.get("quote", "")
    post = saying.answered_post(slug, id, quoted or request.GET.get("answer", ""))
    initial = {"answers": post.id} if post else {}
    if post and quoted and post.text and not post.is_hidden(showing.today()):
        initial["text"] = quote(as_typed(slug, post.text, viewer_of(request).member(slug)))
    return PostForm(slug, initial=initial)


def quote(text: str) -> str:
    """A text as it is quoted: what it quotes itself is left out."""
    own = [line for line in text.split("\n") if not line.startswith(">")]
    return "\n".join(f"> {line}".rstrip() for line in "\n".join(own).strip().split("\n")) + "\n\n"


def show_thread(
    request: HttpRequest, slug: str, id: str, form: PostForm, preview: str = "", status: int = 200
) -> HttpResponse:
    """A thread's page, with what is being typed."""
    answered = str(form["answers"].value() or "")
    to = saying.answered_post(slug, id, answered)
    context = {
        "commons": commons.commons(slug),
        **showing.context(request, slug, id),
        "form": form,
        "preview": preview,
        "to": showing.posts(slug, viewer_of(request), [to])[0] if to else None,
    }
    return render(request, "social/thread.html", context, status=status)


@daily
def fresh(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What was said in a thread since an index of the record: pieces of its page, for who has it open."""
    viewer = viewer_of(request)
    id = find(slug, asked, viewer.member(slug))
    after = request.GET.get("after", "")
    place = int(after) if after.isdecimal() and len(after) < 16 else 0
    found = queries.posts_after(slug, id, place, showing.AT_ONCE)
    context = {
        "commons": commons.commons(slug),
        "posts": showing.posts(slug, viewer, found),
        "place": found[-1].position if found else place,
        "member": viewer.member(slug),
        "steward": viewer.steward(slug),
    }
    return render(request, "social/fresh.html", context)


@live
def post(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """The lasting address of a post: it leads to where that stands now."""
    return redirect(showing.address_of(slug, queries.post(slug, asked)))


@daily
def wordings(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """How was this post worded before?"""
    found = queries.post(slug, asked)
    viewer = viewer_of(request)
    mine = viewer.person(slug) == found.person
    if found.taken_back or (found.is_hidden(showing.today()) and not (mine or viewer.steward(slug))):
        raise Http404(_("The words of this post can’t be read."))
    inside = viewer.member(slug)
    everybody = crowd(slug, inside)
    shown = [
        (
            entry,
            None
            if text is None
            else markdown.render(text, top=0, breaks=True, people=everybody.named(markdown.mentions(text))),
        )
        for entry, text in reversed(queries.wordings(slug, found))
    ]
    context = {
        "commons": commons.commons(slug),
        "tab": "social",
        "post": found,
        "name": everybody.name(found.person),
        "thing": showing.thing_of(slug, found.thread, inside),
        "wordings": shown,
    }
    return render(request, "social/wordings.html", context)


@require_safe
@live
def post_picture(request: HttpRequest, slug: str, asked: str, number: int) -> HttpResponse:
    """A picture of a post, as long as the post can be read."""
    found = queries.post(slug, asked)
    viewer = viewer_of(request)
    hidden = found.is_hidden(showing.today()) and viewer.person(slug) != found.person and not viewer.steward(slug)
    content = None if hidden else pictures.shown(queries.picture(slug, found, number))
    if content is None:
        raise Http404(_("There is no such picture (any more)."))
    etag = f'"{short(found.id)}-{len(found.wordings)}-{number}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified()
    response = HttpResponse(content, content_type=pictures.TYPE)
    response["ETag"] = etag
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
