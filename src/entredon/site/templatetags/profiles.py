"""The pieces that tell of people: languages by name, who else can do something, and one's own face in the header."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from entredon.apps.people import queries as people
from entredon.log.viewer import viewer_of
from entredon.site.templatetags.components import face

register = template.Library()


@register.filter
def language(code: str) -> str:
    """A language in the reader's words."""
    return people.language_name(code)


@register.simple_tag
def people_with(slug: str, **asked: str) -> str:
    """The address of everybody who can do something, or speaks a language."""
    return f"{reverse('people:home', args=[slug])}?{urlencode(asked)}#members"


@register.simple_tag(takes_context=True)
def my_face(context: Any) -> SafeString:
    """Who is looking, as she is seen in the commons of this page; elsewhere by the letters of her name."""
    viewer = viewer_of(context["request"])
    slug = getattr(context.get("commons"), "slug", "")
    return face(viewer.name, "association", "tiny", people.own_picture(slug, viewer.person(slug)) if slug else "")
