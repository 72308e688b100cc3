"""Who is here: as the log tells it, and (private to this node) by which accounts people come in."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from entredon.log.bases import CanonicalJSON, Derived, Private


class Person(Derived):
    """A member, or a pseudonym found in an import. ``id`` is ``k:<first key>`` or ``p:<32 hex>``.

    ``texts`` says in which entry the newest text of each name stands; ``left`` by which entry she left, "" if she is here.
    """

    position = models.BigIntegerField()
    at = models.CharField(max_length=24)
    entry = models.CharField(max_length=64)
    member = models.BooleanField(default=False)
    roles = CanonicalJSON(default=list)
    claimed_by = models.CharField(max_length=70, default="")
    texts = CanonicalJSON(default=dict)
    left = models.CharField(max_length=64, default="")

    class Meta:
        indexes = [models.Index(fields=["commons", "claimed_by"], name="people_claimed")]


class Recovery(Derived):
    """Whom a person (``id``) has chosen to let her back in when her keys are lost, and how many of them it takes.

    ``entry`` is the one that chose them; what they signed before it doesn't count.
    """

    helpers = CanonicalJSON(default=list)
    needed = models.IntegerField()
    entry = models.CharField(max_length=64)


class Vouching(Derived):
    """A chosen helper says that a new key, kept in this way, is a person's. ``id`` is the entry; ``choice`` the one that chose her."""

    person = models.CharField(max_length=70)
    key = models.CharField(max_length=64)
    custody = models.CharField(max_length=10, default="")
    by = models.CharField(max_length=70)
    choice = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["commons", "person"], name="people_vouching_for")]


class Nomination(Derived):
    """A member says that somebody enriches this commons. ``id`` is the entry, whose side text tells why.

    ``state`` is waiting, agreed, declined or withdrawn; ``answer`` the entry that said so.
    """

    person = models.CharField(max_length=70)
    by = models.CharField(max_length=70)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)
    state = models.CharField(max_length=10, default="waiting")
    answer = models.CharField(max_length=64, default="")

    class Meta:
        indexes = [models.Index(fields=["commons", "person"], name="people_nomination_of")]


class Alias(Private):
    """What an imported pseudonym is called: known to this node, never in the log."""

    commons = models.CharField(max_length=39)
    person = models.CharField(max_length=70)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=320)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "person"], name="people_alias_once")]


class Accounts(BaseUserManager["Account"]):
    """Makes accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Account":
        """An account; without a password only a link by e-mail opens it."""
        account = self.model(email=self.normalize_email(email), **fields)
        account.set_password(password)
        account.save()
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser, Private):
    """How somebody comes in here. It gives no rights: those are in the public record of each commons."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, default="", blank=True)
    # In which language pages and letters speak to her; "" as her browser asks.
    language = models.CharField(max_length=5, default="", blank=True)
    is_active = models.BooleanField(default=True)
    made = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = Accounts()


class Persona(Private):
    """Which person an account is in a commons, and the key that signs for her there."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    commons = models.CharField(max_length=39)
    person = models.CharField(max_length=70)
    key = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "commons"], name="people_persona_once"),
            models.UniqueConstraint(fields=["commons", "person"], name="people_persona_of_one"),
        ]


class SignInLink(Private):
    """A link that signs somebody in, once. Only the SHA-256 of its token is kept."""

    token = models.CharField(max_length=64, primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    leads = models.CharField(max_length=300, default="")
    until = models.DateTimeField()
    used = models.BooleanField(default=False)


class Invitation(Private):
    """A link by which a member lets somebody in. Only the SHA-256 of its token is kept."""

    token = models.CharField(max_length=64, primary_key=True)
    commons = models.CharField(max_length=39)
    by = models.CharField(max_length=70)
    meant_for = models.CharField(max_length=200, default="")
    made = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    used_by = models.CharField(max_length=70, default="")
    withdrawn = models.BooleanField(default=False)


class JoinRequest(Private):
    """Somebody asks to be let in, and how she wants to be called there. ``state`` is open, accepted or declined; ``answer``
    says why."""

    commons = models.CharField(max_length=39)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    name = models.CharField(max_length=200, default="")
    place = models.CharField(max_length=200, default="")
    message = models.TextField(default="")
    made = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, default="open")
    answered_by = models.CharField(max_length=70, default="")
    answer = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["commons", "state"], name="people_join_state")]


class Openness(Private):
    """A person who lets everybody see her amounts. Without such a row only members do."""

    commons = models.CharField(max_length=39)
    person = models.CharField(max_length=70)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "person"], name="people_openness_once")]


class ClaimAsked(Private):
    """Somebody says that imported pseudonyms are hers, and how she shows it.

    ``way`` is address (a code by e-mail) or signature. ``proven`` is when she showed it; ``state`` is asked, proven,
    granted or declined. Only the SHA-256 of the code is kept; a challenge to be signed is no secret.
    """

    commons = models.CharField(max_length=39)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    pseudonyms = CanonicalJSON(default=list)
    way = models.CharField(max_length=10)
    address = models.CharField(max_length=320, default="")
    code = models.CharField(max_length=64, default="")
    challenge = models.TextField(default="")
    tries = models.IntegerField(default=0)
    made = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    proven = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default="asked")
    answer = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["commons", "state"], name="people_claim_state")]


class Passkey(Private):
    """What a browser needs to find a passkey that signs for somebody in a commons, and how she calls it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    commons = models.CharField(max_length=39)
    key = models.CharField(max_length=64)
    credential = models.CharField(max_length=1400)
    name = models.CharField(max_length=100, default="")
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "key"], name="people_passkey_once")]


class KeyAsked(Private):
    """A key from elsewhere (a device, a passkey, somebody let back in) waits until all have signed the entry that brings it.

    ``code`` is short and shown on both sides, so that a person sees that it is hers; ``token`` (its SHA-256) lets the device ask
    what became of it. ``given`` is the public key as it will stand in the entry, ``line`` the entry's first line once it is made,
    ``sigs`` the signatures under it so far. ``state`` is asked, made, done or refused; ``why`` says why.
    """

    token = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=20)
    commons = models.CharField(max_length=39)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True)
    person = models.CharField(max_length=70, default="")
    given = CanonicalJSON(default=dict)
    line = models.BinaryField(default=b"")
    sigs = CanonicalJSON(default=list)
    made = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    state = models.CharField(max_length=10, default="asked")
    why = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["commons", "code"], name="people_key_asked")]


class RecoveryAsked(Private):
    """Somebody whose keys are lost asks those she chose to vouch for a new one. ``state`` is asked, done or withdrawn.

    ``doubts`` are the helpers who have said that they don't believe it is her.
    """

    commons = models.CharField(max_length=39)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    person = models.CharField(max_length=70)
    given = CanonicalJSON(default=dict)
    message = models.TextField(default="")
    made = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, default="asked")
    doubts = CanonicalJSON(default=list)

    class Meta:
        indexes = [models.Index(fields=["commons", "person"], name="people_recovery_asked")]


class KeptClose(Private):
    """What somebody tells of herself to fewer than everybody. ``name`` says what (place, about, …), ``seen_by`` whom: members or
    me. What everybody may see stands in the public record as a side text instead, never here too."""

    commons = models.CharField(max_length=39)
    person = models.CharField(max_length=70)
    name = models.CharField(max_length=40)
    text = models.TextField()
    seen_by = models.CharField(max_length=10)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "person", "name"], name="people_kept_close_once")]


class SignedIn(Private):
    """Where somebody is signed in: one row for each session, so that she knows it again and can end it.

    ``browser`` is its name and its machine's, as "Firefox · Linux". No network address is kept, and not what the browser said.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=60, default="")
    since = models.DateTimeField()
    seen = models.DateTimeField()
