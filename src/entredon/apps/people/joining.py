"""How an account becomes a person of a commons: its key there, made unasked, and the entry that says so.

The key and the note whose it is are kept first, then the entry is appended. Whatever breaks in between, nothing is in the
public record that nobody can sign for; pressing again goes on with the same key. After a refusal nothing is left.
"""

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction

from entredon.apps.people import accounts
from entredon.apps.people.entries import Joined, KeyGiven, Returned
from entredon.apps.people.models import Account, Person, Persona
from entredon.log import door, held
from entredon.log.registry import Fact, Refused
from entredon.log.viewer import Signer
from entredon.pure.log.keys import ED25519, b64


def enter(account: Account, slug: str, texts: Mapping[str, str], cosigners: Sequence[Signer] = ()) -> str:
    """Join, or come back to, a commons; returns the entry that says so. Who is there already is told the entry by which she
    came. Raises Refused; then nothing is left behind."""
    persona = persona_in(account, slug)
    if entry := came_by(persona):
        return entry
    try:
        return _say(persona, texts, cosigners)
    except Refused:
        if entry := came_by(persona):  # she pressed twice, and the other time was quicker
            return entry
        forget_stranger(persona)
        raise


def persona_in(account: Account, slug: str) -> Persona:
    """Which person an account is in a commons, or will be: then with a new key."""
    try:
        with transaction.atomic():
            found = Persona.objects.filter(account=account, commons=slug).first()
            if found is None:
                key = accounts.new_key(slug)
                found = Persona.objects.create(account=account, commons=slug, person=f"k:{key.id}", key=key.id)
            return found
    except IntegrityError:  # made at the same moment in another tab
        return Persona.objects.get(account=account, commons=slug)


def came_by(persona: Persona) -> str:
    """The entry by which a member came first; "" for who is no member now."""
    rows = Person.objects.filter(commons=persona.commons, id=persona.person, member=True)
    return rows.values_list("entry", flat=True).first() or ""


def forget_stranger(persona: Persona) -> None:
    """Throw away the key and the note of somebody who didn't come in after all."""
    with transaction.atomic():
        if not Person.objects.filter(commons=persona.commons, id=persona.person).exists():
            held.let_go(persona.key)
            persona.delete()


def _say(persona: Persona, texts: Mapping[str, str], cosigners: Sequence[Signer]) -> str:
    key = accounts.key_of(persona)
    if key is None:
        raise Refused("The key you sign with is on your own device: say this with the entredon command there.")
    fact: Fact
    if Person.objects.filter(commons=persona.commons, id=persona.person).exists():
        fact, texts = Returned(), {}
    else:
        fact = Joined(key=KeyGiven(alg=ED25519, public=b64(key.public), custody="hosted"))
    return door.append(persona.commons, fact, key, texts, cosigners=cosigners).id
