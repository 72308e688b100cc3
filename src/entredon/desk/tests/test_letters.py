"""Letters go out with what they tell, and none is lost."""

import contextlib
import json
import smtplib
import stat
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from entredon.desk import letters, mailbox
from entredon.site.mail import settings_of

QUEUED = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


class Down:
    """A mail server that doesn't answer."""

    def __init__(self, *args, **kwargs) -> None: ...

    def send_messages(self, messages) -> int:
        raise ConnectionRefusedError("no route to the post office")


def work() -> None:
    """What the task worker does until nothing is left."""
    call_command("db_worker", batch=True, interval=0, verbosity=0)


@pytest.fixture
def queue(settings, transactional_db) -> None:
    settings.TASKS = QUEUED


def test_a_letter_is_sent_as_plain_text(db) -> None:
    letters.post_text("ada@example.org", "Two\nlines", "  Dear Ada, it's <done> & dusted.\n\n")
    [letter] = mail.outbox
    assert letter.to == ["ada@example.org"]
    assert letter.subject == "Two lines"
    assert letter.body == "Dear Ada, it's <done> & dusted.\n"


def test_a_letter_is_undone_with_what_it_tells(queue) -> None:
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        letters.post_text("ada@example.org", "Hello", "Hello")
        assert DBTaskResult.objects.exists()
        raise ZeroDivisionError
    assert not DBTaskResult.objects.exists()
    with transaction.atomic():
        letters.post_text("ada@example.org", "Hello", "Hello")
    assert mail.outbox == [], "no page waits for a mail server"
    work()
    assert [letter.subject for letter in mail.outbox] == ["Hello"]


def test_a_letter_that_waits_is_sealed(queue) -> None:
    letters.post_text("ada@example.org", "Your link", "http://127.0.0.1/account/link/secret/")
    kept = json.dumps(list(DBTaskResult.objects.values("args_kwargs")))
    assert "secret" not in kept
    assert "ada@" not in kept


def test_a_mail_server_that_is_down_is_tried_again(queue, settings) -> None:
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    letters.post_text("ada@example.org", "Hello", "Hello")
    work()
    again = DBTaskResult.objects.get(status="READY")
    assert again.run_after > timezone.now() + timedelta(seconds=50)
    settings.EMAIL_BACKEND = backend
    DBTaskResult.objects.filter(pk=again.pk).update(run_after=timezone.now() - timedelta(seconds=1))
    work()
    assert [letter.subject for letter in mail.outbox] == ["Hello"]


def test_a_letter_that_never_goes_out_lies_as_a_file(queue, settings, monkeypatch) -> None:
    monkeypatch.setattr(letters, "AGAIN", [])
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    letters.post_text("ada@example.org", "Hello", "Dear Ada")
    work()
    [file] = mailbox.folder().iterdir()
    assert "Dear Ada" in file.read_text(encoding="utf-8")


def test_the_log_of_the_program_names_nobody_a_letter_was_to(queue, settings, monkeypatch, caplog) -> None:
    def refuses(self, messages) -> int:
        raise smtplib.SMTPRecipientsRefused({"ada@example.org": (550, b"no such mailbox: ada@example.org")})

    monkeypatch.setattr(letters, "AGAIN", [])
    monkeypatch.setattr(Down, "send_messages", refuses)
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    letters.post_text("ada@example.org", "Hello", "Dear Ada")
    work()
    assert "SMTPRecipientsRefused" in caplog.text
    assert "ada@example.org" not in caplog.text


def test_without_a_mail_server_letters_are_files_of_their_owner(db, settings) -> None:
    settings.EMAIL_BACKEND = "entredon.desk.mailbox.Backend"
    letters.post_text("../é/ada@example.org", "Hello", "Dear Ada")
    [file] = mailbox.folder().iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(mailbox.folder().stat().st_mode) == 0o700
    assert file.read_text(encoding="utf-8").endswith("Subject: Hello\n\nDear Ada\n")


def test_pages_say_honestly_where_a_letter_is(settings) -> None:
    settings.ENTREDON_LOOPBACK, settings.ENTREDON_MAIL = False, ""
    assert letters.whereabouts() == {"lies_in": "", "stays": True}, "others needn't know how this machine is laid out"
    settings.ENTREDON_LOOPBACK = True
    assert letters.whereabouts() == {"lies_in": str(mailbox.folder()), "stays": True}
    settings.ENTREDON_MAIL = "smtp://localhost"
    assert letters.whereabouts() == {"lies_in": "", "stays": False}


def test_letters_of_the_worker_lead_to_this_machine_while_it_is_tried_out(settings) -> None:
    settings.ENTREDON_HOST, settings.ENTREDON_HERE = "", "http://localhost:8000"
    assert letters.address(None, "/x/") == "http://localhost:8000/x/"
    settings.ENTREDON_HOST, settings.ENTREDON_HTTPS = "commons.example", True
    assert letters.address(None, "/x/") == "https://commons.example/x/"


def test_links_in_letters_bear_our_own_name_whatever_a_request_says(rf, settings) -> None:
    request = rf.get("/", headers={"Host": "127.0.0.1"})
    assert letters.address(request, "/x/") == "http://127.0.0.1/x/"
    settings.ENTREDON_HOST, settings.ENTREDON_HTTPS = "commons.example", True
    assert letters.address(request, "/x/") == "https://commons.example/x/"
    settings.ENTREDON_HTTPS = False
    assert letters.address(request, "/x/") == "http://commons.example/x/"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://ada:p%40ss@mail.example:2525", ("mail.example", 2525, "ada", "p@ss", False, True)),
        ("smtps://mail.example", ("mail.example", 465, "", "", True, False)),
        ("smtp://mail.example:25", ("mail.example", 25, "", "", False, False)),
        ("smtp://localhost:1025", ("localhost", 1025, "", "", False, False)),
    ],
)
def test_a_mail_server_is_one_address(url: str, expected: tuple) -> None:
    found = settings_of(url)
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(found[f"EMAIL_{name}"] for name in names) == expected


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://a:b", "smtp://host/path"])
def test_what_is_no_mail_server_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(Exception, match="smtp://user:password@host:port"):
        settings_of(url)
