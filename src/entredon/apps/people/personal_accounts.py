"""What signing in stands on holds about people: Django's tables, allauth's, and the queue of tasks."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from entredon.desk import forgetting
from entredon.log import personal
from entredon.log.personal import Who


def _rows(label: str, **where: Any) -> QuerySet[Any]:
    return apps.get_model(label)._default_manager.filter(**where)


def sessions(who: Who) -> QuerySet[Session]:
    """The sessions of somebody, also those that stopped before the second step. Whose one is stands only inside it."""
    mine = [row.pk for row in Session.objects.iterator() if _owners(row.get_decoded()) & who.accounts]
    return Session.objects.filter(pk__in=mine)


def _owners(session: dict[str, Any]) -> set[str]:
    begun = session.get("account_login") or {}
    return {str(session.get("_auth_user_id", "")), str(begun.get("user_pk", ""))}


def queue(who: Who) -> QuerySet[Any]:
    """Letters to somebody that are on their way or were sent lately, and the work she asked for."""
    return _rows("django_tasks_database.DBTaskResult", pk__in=forgetting.queued(who))


def _in_queue(row: Any) -> dict[str, Any]:
    what = {"carry": "letter", "perform": "work"}.get(row.task_path.rpartition(".")[2], row.task_path)
    return {"what": what, "state": row.status, "since": row.enqueued_at, "until": row.finished_at}


def whose(field: str) -> Any:
    """Rows of allauth that belong to an account by a field."""
    return lambda label: lambda who: _rows(label, **{f"{field}__in": who.numbers()})


def _hers(label: str, title: Any, *, shows: Iterable[str], field: str = "user", **rest: Any) -> None:
    personal.held(label, title, whose(field)(label), shows=tuple(shows), **rest)


def _way_in(row: Any) -> dict[str, Any]:
    """A way of signing in, and how she calls it; never the secret in it."""
    named = {"name": row.data["name"]} if row.type == "webauthn" and row.data.get("name") else {}
    return {"type": row.type, **named, "created_at": row.created_at, "last_used_at": row.last_used_at}


_hers("account.EmailConfirmation", _("Letters that asked whether an address is yours"), field="email_address__user",
      shows=("id", "email_address", "created", "sent"), secret=("key",))  # fmt: skip
_hers("account.EmailAddress", _("Your addresses"),
      shows=("id", "user", "email", "verified", "primary"), typed=("email",))  # fmt: skip
_hers("mfa.Authenticator", _("Passkeys, codes and apps by which you sign in"),
      shows=("id", "user", "type", "created_at", "last_used_at"), secret=("data",), tell=_way_in)  # fmt: skip
personal.held(
    "sessions.Session",
    _("Your sessions"),
    sessions,
    shows=("expire_date",),
    secret=("session_key", "session_data"),
)
personal.held(
    "django_tasks_database.DBTaskResult",
    _("Letters and work in the queue"),
    queue,
    shows=("id", "status", "enqueued_at", "started_at", "finished_at", "priority", "task_path", "worker_ids", "queue_name",
           "backend_name", "run_after", "return_value", "exception_class_path", "traceback"),
    secret=("args_kwargs",),
    tell=_in_queue,
    turn=-1,
)  # fmt: skip
personal.nothing("contenttypes.ContentType", "Names of models.")
personal.nothing("auth.Permission", "Django’s own permissions, which nobody has here.")
personal.nothing("auth.Group", "There are no groups of accounts.")
personal.nothing("auth.Group_permissions", "There are no groups of accounts.")
