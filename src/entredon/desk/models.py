"""What waits at the desk: private to this node."""

from django.db import models

from entredon.log.bases import CanonicalJSON, Private


class Waiting(Private):
    """What somebody typed before she had an account: kept for seven days under a random token, then swept away.

    ``act`` names what it is for (see ``desk.waiting``), ``about`` the commons it concerns, ``typed`` the form's fields;
    ``account`` whose it is, once she has come in.
    Only the SHA-256 of the token is kept: who reads the table can't finish what others began.
    """

    token = models.CharField(max_length=64, primary_key=True)
    act = models.CharField(max_length=60)
    about = models.CharField(max_length=39, default="")
    typed = CanonicalJSON(default=dict)
    account = models.CharField(max_length=20, default="")
    made = models.DateTimeField(auto_now_add=True)


class Message(Private):
    """What somebody wrote to the stewards of a commons: an idea, a question, an objection. ``answer`` is theirs."""

    commons = models.CharField(max_length=39)
    about = models.CharField(max_length=20)
    account = models.CharField(max_length=20, default="")
    address = models.CharField(max_length=320, default="")
    text = models.TextField()
    made = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(default="")
    answered = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=70, default="")

    class Meta:
        indexes = [models.Index(fields=["commons", "answered"], name="desk_message_answered")]


class Job(Private):
    """Long work somebody asked for, with how far it is. ``id`` is random: who knows it may look.

    ``state`` is waiting, running, done or failed. ``said`` is a sentence for people; ``leads`` where the result stands;
    ``given`` what the work needs to know.
    """

    id = models.CharField(max_length=32, primary_key=True)
    work = models.CharField(max_length=60)
    account = models.CharField(max_length=20, default="")
    given = CanonicalJSON(default=dict)
    state = models.CharField(max_length=10, default="waiting")
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    said = models.TextField(default="")
    leads = models.CharField(max_length=300, default="")
    made = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)


class Bucket(Private):
    """How much somebody may still ask for: ``tokens`` (in thousandths) as they were ``at`` a moment.

    ``id`` is the SHA-256 of what is counted and for whom (never an address in the clear); full buckets are swept away.
    """

    id = models.CharField(max_length=64, primary_key=True)
    tokens = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="desk_bucket_at")]


class Report(Private):
    """Somebody says that something here should not be. ``about`` is the address of the page; ``token`` (its SHA-256) opens what
    became of it to who reported. ``state`` is open, answered, appealed or closed; ``kept`` says whether what was reported stays.
    """

    token = models.CharField(max_length=64, unique=True)
    commons = models.CharField(max_length=39, default="")
    about = models.CharField(max_length=300)
    why = models.CharField(max_length=20)
    text = models.TextField(default="")
    account = models.CharField(max_length=20, default="")
    address = models.CharField(max_length=320, default="")
    language = models.CharField(max_length=5, default="")
    made = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, default="open")
    kept = models.BooleanField(default=True)
    answer = models.TextField(default="")
    answered = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=70, default="")
    appeal = models.TextField(default="")
    appealed = models.DateTimeField(null=True)
    outcome = models.TextField(default="")
    closed = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=70, default="")

    class Meta:
        indexes = [models.Index(fields=["commons", "state"], name="desk_report_state")]
