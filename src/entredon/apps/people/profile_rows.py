"""What somebody tells of herself, as rows for her own eyes: what each is called, how it reads, and who sees it."""

from typing import Any

from django.utils.translation import gettext as _

from entredon.apps.people import profile, profile_languages, queries
from entredon.apps.people.models import Person
from entredon.apps.people.profile import PICTURE
from entredon.apps.people.profile_forms import SEEN


def titles() -> dict[str, str]:
    """What each text about a person is called, in the order in which pages have them."""
    return {
        "name": _("Name"),
        "about": _("About you"),
        "place": _("Place"),
        "skills": _("What you can do"),
        "languages": _("Languages you speak"),
        PICTURE: _("Picture"),
    }


def readable(name: str, text: str) -> str:
    """A text as its owner reads it: languages by name, a picture by its being there."""
    if name == PICTURE:
        return _("a picture") if text else ""
    if name == "languages":
        return ", ".join(profile_languages.called(code) for code in profile.languages_of(text))
    return text


def told_rows(slug: str, person: str) -> list[dict[str, Any]]:
    """What somebody tells of herself, for her own eyes: what it is called, how it reads, and who sees it."""
    told = profile.told(slug, Person.objects.get(commons=slug, id=person))
    given = queries.texts_given(slug, person)
    seen = dict(SEEN)
    return [
        {
            "name": name,
            "title": title,
            "text": readable(name, told[name].text) if name in told else "",
            "seen": seen[told[name].seen_by] if name in told else "",
        }
        for name, title in titles().items()
        if name in told or name in given
    ]
