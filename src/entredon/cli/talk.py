"""``entredon say, talk``: saying something with this machine's key, and reading what was said."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli.common import Trouble, no_commons, printable, start
from entredon.cli.keys import member
from entredon.cli.words import said

if TYPE_CHECKING:
    from entredon.apps.social.queries import Said

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="the short name of a commons here")]
Json = Annotated[bool, typer.Option("--json", help="print the result as canonical JSON")]
SHOWN = 30
"""So many threads, or posts of one, are shown."""


def say_something(
    slug: Slug,
    thread: Annotated[
        str, typer.Argument(metavar="THREAD", help="the id of a topic or of what it is about, or the beginning of it")
    ],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="what you say, in Markdown; @ and a name names somebody")],
    answers: Annotated[str, typer.Option(metavar="POST", help="the post that this answers")] = "",
    topic: Annotated[
        bool, typer.Option("--topic", help="open a topic that is called THREAD, and say this in it")
    ] = False,
    json: Json = False,
) -> None:
    """Say something about a thing, or in a topic."""
    me = member(slug)
    from entredon.apps.social import about, queries
    from entredon.apps.social.entries import Opened, Spoken
    from entredon.apps.social.forms import TEXT, TITLE, one_line
    from entredon.apps.social.people import kept, mentioned
    from entredon.log import door
    from entredon.log.door import Saying
    from entredon.log.told import short

    if not text.strip():
        raise Trouble("Say something. Nothing was recorded.")
    if len(text) > TEXT or (topic and len(thread) > TITLE):
        raise Trouble(
            "That is too long: a post has at most {text} characters, a title {title}.", text=TEXT, title=TITLE
        )
    words = kept(slug, text)
    names = mentioned(slug, words)
    if topic:
        first = Saying(Opened(), me, {"title": one_line(thread)})
        then = Saying(lambda ids: Spoken(thread=ids[0], mentions=names), me, {"text": words})
        opened, post = door.append_many(slug, [first, then])
        where, id = opened.id, post.id
    else:
        where = about.find(slug, thread, inside=True)
        fact = Spoken(thread=where, answers=queries.post(slug, answers).id if answers else None, mentions=names)
        id = door.append(slug, fact, me, {"text": words}).id
    if json:
        _print({"thread": where, "post": id})
    else:
        print(said("Said in {thread}: {id}.", thread=short(where), id=short(id)))


def talk(
    slug: Slug,
    thread: Annotated[
        str, typer.Argument(metavar="THREAD", help="one thread, by the beginning of its id; all threads if left out")
    ] = "",
    json: Json = False,
) -> None:
    """Read what people talk about: the threads, the newest first; or the newest posts of one."""
    start()
    from entredon.apps.social import about, queries
    from entredon.apps.social.people import crowd
    from entredon.log.models import Log

    if not Log.objects.filter(slug=slug).exists():
        raise Trouble(no_commons(slug))
    if thread:
        id = about.find(slug, thread, inside=True)
        posts = queries.newest_of(slug, id, SHOWN)
        if json:
            _print([_plain(post) for post in posts])
            return
        everybody = crowd(slug, True)
        title = about.about(slug, [id], True).get(id)
        print(printable(title.title if title else id[:10]))
        for post in posts:
            print(printable(f"\n{everybody.name(post.person)} · {post.at[:16].replace('T', ' ')} · {post.id[:10]}"))
            print(printable(_text(post, everybody)))
        return
    rows = queries.threads(slug, 0, SHOWN)
    things = about.about(slug, [row.id for row in rows], True)
    if json:
        _print([{"thread": row.id, "posts": row.posts, "last": row.last} for row in rows])
    elif not rows:
        print(said("Nobody has said anything here yet."))
    for row in () if json else rows:
        title = things.get(row.id)
        print(printable(f"{row.id[:10]}  {row.last[:10]}  {row.posts:>5}  {title.title if title else ''}"))


def _text(post: "Said", everybody: Any) -> str:
    """A post as a terminal shows it; what can't be read says why."""
    from entredon.apps.social import showing
    from entredon.desk import markdown

    if post.taken_back or post.is_hidden(showing.today()) or post.text is None:
        return showing.excerpt(post, everybody)
    return markdown.plain(post.text, 2_000, everybody.named(post.mentions))


def _plain(post: "Said") -> dict[str, Any]:
    """A post for programs. What is hidden today says so and keeps its words back."""
    from entredon.apps.social import showing

    hidden = post.is_hidden(showing.today())
    return {
        "post": post.id, "thread": post.thread, "person": post.person, "at": post.at, "answers": post.answers,
        "state": "hidden" if hidden else ("taken_back" if post.taken_back else "said"),
        "text": None if hidden or post.taken_back else post.text, "reactions": post.reactions,
    }  # fmt: skip


def _print(value: Any) -> None:
    from entredon.pure.log import canonical

    print(canonical.dumps(value).decode())
