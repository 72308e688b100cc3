"""What a table calls creations, versions and needs, and which of those here it means."""

import re
from functools import cached_property
from typing import Any

from entredon.apps.library import queries as library
from entredon.apps.work import finding
from entredon.apps.work.models_needs import Need
from entredon.apps.work.record_needs import DROPPED
from entredon.log.models import SideText
from entredon.pure.tables.lines import Faulty, folded

_ID = re.compile(r"(?:^|/)([0-9a-f]{6,64}(?:\.[0-9]+)?)/?$")
About = tuple[str | None, str | None]
"""A creation that is becoming something, or a version."""
NOTHING: About = (None, None)


class Names:
    """Finds what is meant; each text is looked up once."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        self._abouts: dict[str, About] = {"": NOTHING}
        self._found: dict[str, tuple[str, bool]] = {}

    def about(self, text: str) -> About:
        """A creation by its name, or a version by its name with or without the creation's. Raises Faulty."""
        found = self._abouts.get(text)
        if found is None:
            found = self._abouts[text] = self._about(text)
        return found

    def _about(self, text: str) -> About:
        kind, colon, id = text.partition(":")
        if colon and kind in ("creation", "version"):  # as the page's own list says it
            return (id, None) if kind == "creation" else (None, id)
        asked = folded(text)
        creations = [creation.id for creation in library.creations(self.slug) if folded(creation.name) == asked]
        if len(creations) == 1:
            return creations[0], None
        versions = [v for v in finding.versions(self.slug) if asked in (folded(v.label), folded(v.name))]
        if match := _ID.search(asked):
            versions += [v for v in finding.versions(self.slug) if v.id.startswith(match[1]) and v not in versions]
        if len(versions) > 1 or len(creations) > 1:
            raise Faulty("several things here are called “{text}”.", text=text[:60])
        if not versions:
            raise Faulty("no creation and no version here is called “{text}”.", text=text[:60])
        return (None, versions[0].id) if versions[0].released else (versions[0].creation, None)

    def need(self, text: str) -> tuple[str, bool]:
        """A need by its address, its receipt or its title; and whether it says itself how many points it gives. Raises Faulty."""
        found = self._found.get(text)
        if found is None:
            found = self._found[text] = self._need(text)
        return found

    def _need(self, text: str) -> tuple[str, bool]:
        asked = folded(text)
        ids = [id for id, title in self._titles.items() if title == asked]
        if not ids and (match := _ID.search(asked)):
            ids = [id for id in self._needs if id.startswith(match[1])]
        if len(ids) > 1:
            raise Faulty("several things here are called “{text}”.", text=text[:60])
        if not ids:
            raise Faulty("no need here is called “{text}”.", text=text[:60])
        points, state = self._needs[ids[0]]
        if state == DROPPED:
            raise Faulty("the need “{text}” was dropped.", text=text[:60])
        return ids[0], bool(points)

    @cached_property
    def _needs(self) -> dict[str, tuple[int, str]]:
        rows = Need.objects.filter(commons=self.slug).values_list("id", "points", "state")
        return {id: (points, state) for id, points, state in rows}

    @cached_property
    def _titles(self) -> dict[str, str]:
        newest: Any = Need.objects.filter(commons=self.slug).values_list("id", "texts")
        entries = {id: texts.get("title", "") for id, texts in newest}
        rows = SideText.objects.filter(commons=self.slug, name="title", entry__in=set(entries.values()))
        texts = dict(rows.values_list("entry", "text"))
        return {id: folded(texts[entry]) for id, entry in entries.items() if entry in texts}
