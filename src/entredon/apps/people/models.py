"""Who is here: as the log tells it, and (private to this node) by which accounts people come in."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from entredon.log.bases import CanonicalJSON, Derived, Private


class Person(Derived):
    """A member, or a pseudonym found in an import. ``id`` is ``k:<first key>`` or ``p:<32 hex>``."""

    position = models.BigIntegerField()
    at = models.CharField(max_length=24)
    entry = models.CharField(max_length=64)
    member = models.BooleanField(default=False)
    roles = CanonicalJSON(default=list)
    claimed_by = models.CharField(max_length=70, default="")

    class Meta:
        indexes = [models.Index(fields=["commons", "claimed_by"], name="people_claimed")]


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
