"""Bringing in a table on pages: sent, matched, looked through, taken; by stewards, without scripts, and nothing chosen is lost."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from entredon.apps.flows.queries import work_events
from entredon.apps.library.entries import Created
from entredon.apps.work import queries_imported, views_imported
from entredon.apps.work.models_imported import ImportedNote, ImportMapping
from entredon.apps.work.tables import uploads
from entredon.desk.models import Job, Waiting
from entredon.log import personal
from entredon.log.personal import Who
from entredon.testing_cast import Cast

HOURS = (
    "Naam;Datum;Uren;Soort;Omschrijving\r\nAda <ada@example.org>;3/5/2024;3,5;Ontwerp;deur\r\nBob;4/5/2024;3O;Lassen;klem\r\n"
    "Bob;5/5/2024;2;Lassen;=1+1\r\n"
)
HOME = "/c/merel/work/bring-in/"


def send(browser: Client, text: str | bytes = HOURS, name: str = "uren.csv") -> Any:
    content = text if isinstance(text, bytes) else text.encode()
    return browser.post(HOME, {"table": SimpleUploadedFile(name, content)})


def html(answer: HttpResponse) -> str:
    return answer.content.decode()


CHOSEN = {
    "person": "Naam", "day": "Datum", "time": "Uren", "kind": "Soort", "what": "Omschrijving", "days": "dmy", "in_minutes": "",
    "usual_kind": "", "usual_about": "",
}  # fmt: skip


def test_only_stewards_bring_in(cast: Cast) -> None:
    assert cast.client().get(HOME).status_code in (302, 404)
    for who in ("bob", "charlie"):
        assert send(cast.client(who)).status_code in (403, 404)
    assert list(uploads.names()) == []
    assert cast.client("ada").get(HOME).status_code == 200


def test_from_a_file_to_contributions(cast: Cast) -> None:
    cast.say(Created(name="Car"))
    browser = cast.client("ada")
    columns = send(browser).headers["Location"]
    page = html(browser.get(columns))
    assert '<option value="Naam" selected>' in page
    assert "3 h 30 min" in page
    assert "Row 3, Uren: “3O” is not a number." in page
    assert "Car" in page
    about = Waiting.objects.get().typed["matching"]["about"]
    answer = browser.post(columns, {**CHOSEN, "usual_about": about})
    assert answer.headers["Location"] == f"{columns}check/"
    check = html(browser.get(f"{columns}check/"))
    assert "2 contributions of 2 people are new." in check
    assert "Row 3, Uren: “3O” is not a number." in check
    listed = b"".join(browser.get(f"{columns}faulty-rows.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "Bob,4/5/2024,3O,Lassen,klem" in listed
    job = browser.post(f"{columns}check/").headers["Location"]
    done = html(browser.get(job))
    assert "2 contributions came in." in done
    assert len(list(work_events(cast.slug))) == 2
    table = queries_imported.tables(cast.slug)[0]
    came = html(browser.get(f"{HOME}came/{table.id[:10]}/"))
    assert "What came in?" in came
    assert "Car" in came
    (event,) = (event for event in work_events(cast.slug) if event.measures["minutes"] == 120)
    assert queries_imported.note(cast.slug, event.id) == "=1+1"
    assert queries_imported.note(cast.slug, event.id, inside=False) == ""
    assert queries_imported.notes(cast.slug, [event.id]) == {event.id: "=1+1"}


def test_what_was_chosen_is_kept_for_the_next_table_with_these_columns(cast: Cast) -> None:
    browser = cast.client("ada")
    columns = send(browser).headers["Location"]
    browser.post(columns, {**CHOSEN, "days": "mdy", "kind": "", "usual_kind": "Building"})
    assert ImportMapping.objects.get().mapping["days"] == "mdy"
    again = html(browser.get(send(browser, HOURS.replace("Bob", "Cleo")).headers["Location"]))
    assert "matched as you chose then" in again
    assert '<option value="mdy" selected>' in again
    assert 'value="building"' in again


def test_the_rows_show_how_they_are_read_as_it_is_chosen(cast: Cast) -> None:
    browser = cast.client("ada")
    columns = send(browser).headers["Location"]
    part = html(browser.get(columns, {**CHOSEN, "in_minutes": "1", "only": "answer"}))
    assert "<html" not in part
    assert "4 min" in part
    assert "Say which column tells who" in html(browser.get(columns, {**CHOSEN, "person": "", "only": "answer"}))


def test_a_choice_that_cannot_be_is_said_and_stays(cast: Cast) -> None:
    browser = cast.client("ada")
    columns = send(browser).headers["Location"]
    page = html(browser.post(columns, {**CHOSEN, "person": "", "kind": "", "what": "Uren"}))
    assert "Say which column tells who did it." in page
    assert "Say which kind of work it was" in page
    assert "This column is chosen above already." in page
    assert Waiting.objects.get().typed["matching"]["columns"]["person"] == "Naam"


@pytest.mark.parametrize(("content", "because"), [
    (b"", "The file is empty."), (b"PK\x03\x04rest of a workbook", "save it as CSV"), (b"{}", "no issues, reviews or comments"),
    (b"[{", "read as JSON"),
])  # fmt: skip
def test_what_cannot_be_read_is_said_and_not_kept(cast: Cast, content: bytes, because: str) -> None:
    answer = send(cast.client("ada"), content)
    assert answer.status_code == 200
    assert because in html(answer)
    assert list(uploads.names()) == []
    assert not Waiting.objects.exists()


def test_a_file_that_is_too_large_is_not_kept(cast: Cast, settings: Any) -> None:
    settings.ENTREDON_UPLOAD_MOST = 10
    assert "The file is larger than" in html(send(cast.client("ada")))
    assert list(uploads.names()) == []


def test_a_large_table_is_looked_through_as_long_work(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views_imported, "SMALL", 10)
    browser = cast.client("ada")
    columns = send(browser).headers["Location"]
    job = browser.post(columns, CHOSEN).headers["Location"]
    assert job.startswith("/jobs/")
    assert f"{columns}check/" in html(browser.get(job))
    assert "2 contributions of 2 people are new." in html(browser.get(f"{columns}check/"))


def test_nobody_else_reaches_a_table_that_waits(cast: Cast) -> None:
    columns = send(cast.client("ada")).headers["Location"]
    for who, answer in (("", 302), ("bob", 403), ("charlie", 403)):
        assert cast.client(who).get(columns).status_code in (answer, 404)
    assert cast.client("ada").get(f"{HOME}nothing/").status_code == 404


def test_what_is_thrown_away_leaves_nothing(cast: Cast) -> None:
    browser = cast.client("ada")
    columns = send(browser).headers["Location"]
    assert browser.post(columns, {"go": "away"}).headers["Location"] == HOME
    assert list(uploads.names()) == []
    assert not Waiting.objects.exists()


def test_what_a_forge_tells_comes_in_without_programs(cast: Cast) -> None:
    issue = "https://codeberg.org/merel/car/issues/1"
    export = {
        "issues": [{"html_url": issue, "number": 1, "title": "Door", "user": {"login": "ada"}, "created_at": "2024-01-02T10:00:00Z"}],
        "comments": [
            {"issue_url": issue, "user": {"login": who}, "created_at": "2024-01-03T10:00:00Z"}
            for who in ("cleo", "cleo", "ada", "renovate[bot]")
        ],
    }  # fmt: skip
    browser = cast.client("ada")
    columns = send(browser, json.dumps(export), "export.json").headers["Location"]
    assert "For what was this work?" in html(browser.get(columns))
    browser.post(columns, {"usual_about": ""})
    check = html(browser.get(f"{columns}check/"))
    assert "renovate[bot] (1)" in check
    browser.post(f"{columns}check/")
    assert sorted(event.kind for event in work_events(cast.slug)) == ["help", "report"]
    assert sorted(ImportedNote.objects.values_list("text", flat=True)) == ["Door", f"Door\n{issue}"]


def test_who_is_erased_leaves_no_table_that_waits(cast: Cast) -> None:
    send(cast.client("ada"))
    account = str(cast.account("ada").pk)
    personal.load()
    for folder in personal.folders():
        if folder.name == "tables":
            folder.erase(Who(addresses=frozenset({"nobody@example.org"})), frozenset())
            assert len(list(uploads.names())) == 1
            folder.erase(Who(accounts=frozenset({account})), frozenset())
    assert list(uploads.names()) == []
    send(cast.client("ada"))
    (folder,) = (folder for folder in personal.folders() if folder.name == "tables")
    folder.erase(Who(addresses=frozenset({"ada@example.org"})), frozenset())
    assert list(uploads.names()) == []


def test_work_that_fails_can_be_begun_again_and_takes_nothing_twice(cast: Cast) -> None:
    browser = cast.client("ada")
    columns = send(browser).headers["Location"]
    browser.post(columns, CHOSEN)
    for _ in range(2):
        browser.post(f"{columns}check/")
    assert len(list(work_events(cast.slug))) == 2
    assert [job.state for job in Job.objects.order_by("made")] == ["done", "done"]
