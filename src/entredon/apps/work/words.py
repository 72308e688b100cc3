"""What was said about work, in words."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entredon.apps.flows.queries import kind_of_work
from entredon.apps.work import words_circles, words_ideas, words_imported, words_needs, words_pages, words_reviews
from entredon.log.told import Look, Said

OTHERS = (words_ideas, words_needs, words_reviews, words_circles, words_pages, words_imported)

NAMES = {
    "work.contributed": gettext_lazy("Contributions"),
    "work.accepted": gettext_lazy("Acceptances"),
    "work.contested": gettext_lazy("Contests"),
    "work.answered": gettext_lazy("Answers"),
    "work.settled": gettext_lazy("Contests settled"),
}


def contributed(said: Said, look: Look) -> str:
    kind = kind_of_work(said.body["kind"])
    if said.body.get("version"):
        what = look.version(said.body["version"])
    elif said.body.get("creation"):
        what = look.creation(said.body["creation"])
    else:
        return format_html(_("{who} gave {kind} to the commons at large."), who=said.who, kind=kind)
    return format_html(_("{who} gave {kind} to {what}."), who=said.who, kind=kind, what=what)


def accepted(said: Said, look: Look) -> str:
    if said.body["version"]:
        except_ = len(said.body["except"])
        version = look.version(said.body["version"])
        if not except_:
            text = _("{who} accepted what was given to {version} until then.")
        else:
            text = _("{who} accepted what was given to {version} until then, apart from {count}.")
        return format_html(text, who=said.who, version=version, count=except_)
    count = len(said.body["flows"])
    text = ngettext("{who} accepted a contribution.", "{who} accepted {count} contributions.", count)
    return format_html(text, who=said.who, count=count)


def contested(said: Said, look: Look) -> str:
    count = len(said.body["flows"])
    text = ngettext(
        "{who} disagreed about a contribution; until that is settled it doesn’t count.",
        "{who} disagreed about {count} contributions; until that is settled they don’t count.",
        count,
    )
    return format_html(text, who=said.who, count=count)


def answered(said: Said, look: Look) -> str:
    contest = look.entry(said.body["contest"], _("a contest"))
    return format_html(_("{who} answered {contest}."), who=said.who, contest=contest)


def settled(said: Said, look: Look) -> str:
    contest = look.entry(said.body["contest"], _("a contest"))
    text = _("{who} settled {contest}: what it is about counts.")
    if not said.body["counts"]:
        text = _("{who} settled {contest}: what it is about doesn’t count.")
    return format_html(text, who=said.who, contest=contest)


WORDS = {
    "work.contributed": contributed,
    "work.accepted": accepted,
    "work.contested": contested,
    "work.answered": answered,
    "work.settled": settled,
}
for _other in OTHERS:
    NAMES.update(_other.NAMES)
    WORDS.update(_other.WORDS)
