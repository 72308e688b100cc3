"""The forms of the second step and of passkeys: allauth's, in our words."""

import struct
from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.people.account_forms import Worded

NONSENSE = (ValueError, TypeError, KeyError, AttributeError, IndexError, struct.error, InvalidSignature, BadSignature)
"""What reading an answer raises that no passkey gave."""
CODE = gettext_lazy("The code")
EITHER = gettext_lazy("Six digits that your app shows now, or one of your recovery codes.")
NAME = gettext_lazy("What to call it")
NAME_HINT = gettext_lazy("So that you know it again among others.")
LONGEST = 60


class Code(Worded, base.AuthenticateForm):
    """A code of her app, or one of her recovery codes."""

    LABELS = {"code": CODE}
    HINTS = {"code": EITHER}


class CodeOnceMore(Worded, base.ReauthenticateForm):
    """The same, from who is in already."""

    LABELS = {"code": CODE}
    HINTS = {"code": EITHER}


class FirstCode(Worded, totp.ActivateTOTPForm):
    """The first code of an app shows that it has taken over the secret."""

    LABELS = {"code": CODE}
    HINTS = {"code": gettext_lazy("Six digits that your app shows now for this place.")}


def unfit() -> ValidationError:
    """One sentence for all that can be wrong with an answer of a passkey."""
    return ValidationError(_("That came to nothing: the passkey didn’t answer what was asked. Try once more."))


class NewPasskey(Worded, webauthn.AddWebAuthnForm):
    """A new passkey. All of ours let in by themselves: there is nothing to choose."""

    LABELS = {"name": NAME}
    HINTS = {"name": NAME_HINT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"].max_length = LONGEST
        self.fields["name"].widget.attrs["maxlength"] = LONGEST

    def clean_name(self) -> str:
        return " ".join(str(super().clean_name()).split())[:LONGEST]

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except NONSENSE:
            raise unfit() from None


class PasskeyName(Worded, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    LABELS = {"name": NAME}
    HINTS = {"name": NAME_HINT}

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())[:LONGEST]


class Answered:
    """Mixin: an answer that no passkey gave is refused in a sentence."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except NONSENSE:
            raise unfit() from None


class Passkey(Answered, webauthn.AuthenticateWebAuthnForm):
    """What a passkey answered, as a second step."""


class PasskeyOnceMore(Answered, webauthn.ReauthenticateWebAuthnForm):
    """The same, from who is in already."""
