"""What is sent to pages and should do nothing: forms from elsewhere, and fields that nobody asked for."""

import itertools
from collections import Counter
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from entredon.apps.people.models import Account, ClaimAsked, JoinRequest, Person, Persona
from entredon.desk.models import Message
from tests.permissions_world import ACTORS, World, build, undone
from tests.test_permissions import ACTS, acts, addresses, fresh, rows

ELSEWHERE: list[dict[str, str]] = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.fixture
def world(db: None) -> World:
    return build(draft=False)


def test_no_address_takes_anything_from_another_site(world: World) -> None:
    """Whatever stands at an address and whoever looks: what another site's page sends is refused before it is read."""
    steward, visitor = world.browser("steward"), world.browser("visitor")
    for name, address in addresses(world).items():
        for method, (who, headers) in itertools.product(
            ("post", "put"), [(steward, ELSEWHERE[0]), (visitor, ELSEWHERE[1])]
        ):
            answered = getattr(fresh(who, **headers), method)(address)
            assert answered.status_code == 403, f"{method} {name} with {headers}"


def test_a_session_without_a_word_of_where_it_comes_from_acts_nowhere(world: World) -> None:
    steward = world.browser("steward")
    for name, address in addresses(world).items():
        silent = fresh(steward)
        del silent.headers
        silent.defaults.pop("HTTP_SEC_FETCH_SITE", None)
        assert silent.post(address).status_code == 403, name


# Fields that nobody asked for

EXTRAS: dict[str, str] = {
    "id": "1", "pk": "1", "is_active": "", "is_staff": "1", "is_superuser": "1", "email": "mallory@example.net", "verified": "1",
    "primary": "1", "user": "1", "account": "1", "person": "k:" + "0" * 64, "key": "0" * 64, "by": "k:" + "0" * 64, "member": "1",
    "role": "steward", "roles": "steward", "state": "granted", "granted": "1", "proven": "1", "made": "2020-01-01",
    "until": "2099-01-01", "commons": "elster", "slug": "elster", "draft": "", "left": "", "claimed_by": "x", "entry": "x",
    "answered": "2020-01-01", "answered_by": "k:x", "at": "2020-01-01T00:00:00.000Z", "kind": "people.erased", "log": "x",
    "custody": "device", "hosted": "", "minor_units": "1", "token": "x", "used": "1", "used_mask": "0", "data": "{}",
}  # fmt: skip
"""Names of columns, and of what entries hold. Each is left out where a form really asks for it."""
ASKED_FOR = {
    "make an account": {"email"}, "ask for a link": {"email"}, "ask for a new password": {"email"}, "change the address": {"email"},
    "invite": {"email"}, "found: say what": {"slug", "draft"}, "found: say the last": {"draft"}, "give a role": {"role", "person"},
    "withdraw a role": {"role", "person"}, "come in by a passkey": {"token"},
}  # fmt: skip


def who_is_who() -> dict[str, Any]:
    """Everything about people that a form could grant too much of; made without what is new and random each time."""
    listed: dict[str, Any] = {
        "accounts": Account.objects.values_list("email", "is_active", "language"),
        "addresses": EmailAddress.objects.values_list("user_id", "email", "verified", "primary"),
        "personas": Persona.objects.values_list("account_id", "commons"),
        "people": [(p.commons, p.member, tuple(p.roles), bool(p.left), p.claimed_by) for p in Person.objects.all()],
        "requests": JoinRequest.objects.values_list("commons", "account_id", "state"),
        "claims": ClaimAsked.objects.values_list("commons", "account_id", "state"),
        "messages": Message.objects.values_list("commons", "account", "answered_by"),
        "second": Authenticator.objects.values_list("user_id", "type"),
    }
    return {name: Counter(values) for name, values in listed.items()}


def after(world: World, actor: str, where: str, sent: dict[str, Any]) -> dict[str, Any]:
    with undone():
        fresh(world.browser(actor)).post(where, sent)
        return who_is_who()


def test_fields_that_nobody_asked_for_change_nothing(world: World) -> None:
    """Each act by the first who may do it, with and without them."""
    table, tried = rows(ACTS, 26), 0
    for name, act in acts(world).items():
        may = [actor for actor, cell in zip(ACTORS, table[name], strict=False) if cell == "done"]
        if not may or not isinstance(act.sent, dict):
            continue
        allowed = ASKED_FOR.get(name, set()) | set(act.sent)
        extras = {field: value for field, value in EXTRAS.items() if field not in allowed}
        plain = after(world, may[0], act.where, act.sent)
        assert after(world, may[0], act.where, {**extras, **act.sent}) == plain, name
        tried += 1
    assert tried > 30, "there is something to try"
