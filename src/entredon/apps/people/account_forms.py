"""The forms of coming in: allauth's, in our words, and our own for signing up."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from entredon.apps.people.account_ways import own_path
from entredon.apps.people.models import Account
from entredon.log.registry import STEERING


class Worded:
    """Mixin: our labels and hints, no text inside the fields, and a password asked for once."""

    LABELS: dict[str, Any] = {}
    HINTS: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        # Whoever mistypes a new password gets in by a link: typing it twice helps nobody.
        fields.pop("password2", None)
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.LABELS.get(name, field.label)
            field.help_text = self.HINTS.get(name, "")


EMAIL = gettext_lazy("Your e-mail address")
PASSWORD = gettext_lazy("Your password")
NEW = gettext_lazy("Your new password")
LENGTH = gettext_lazy("At least ten characters. Three or four words that only you would put together are good.")


class SignIn(Worded, allauth.LoginForm):
    """Address and password."""

    LABELS = {"login": EMAIL, "password": PASSWORD}


class AskReset(Worded, allauth.ResetPasswordForm):
    """To which address the link for a new password goes."""

    LABELS = {"email": EMAIL}


class NewPassword(Worded, allauth.ResetPasswordKeyForm):
    """A new password, for who came by a link."""

    LABELS = {"password1": NEW}
    HINTS = {"password1": LENGTH}


class ChangePassword(Worded, allauth.ChangePasswordForm):
    """Another password, for who knows the old one."""

    LABELS = {"oldpassword": gettext_lazy("The password you have now"), "password1": NEW}
    HINTS = {"password1": LENGTH}


class SetPassword(Worded, allauth.SetPasswordForm):
    """A first password."""

    LABELS = {"password1": NEW}
    HINTS = {"password1": LENGTH}


class ChangeAddress(Worded, allauth.AddEmailForm):
    """Another address."""

    LABELS = {"email": gettext_lazy("Your new e-mail address")}
    HINTS = {"email": gettext_lazy("We send a letter there. Until you confirm it, your old address stays.")}


class OnceMore(Worded, allauth.ReauthenticateForm):
    """The password, once more."""

    LABELS = {"password": PASSWORD}


class Way(forms.Form):
    """Mixin: where she goes once she is in, if that is a page of ours."""

    next = forms.Field(required=False, widget=forms.HiddenInput)  # whatever stands there: it never hinders her

    def clean_next(self) -> str:
        return own_path(self.cleaned_data["next"])


class Address(Way):
    """Where a link is to be sent."""

    email = forms.EmailField(
        label=EMAIL, max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Where shall we send it?"),
                        "invalid": gettext_lazy("This doesn’t look like an e-mail address, such as ada@example.org.")},
    )  # fmt: skip

    def clean_email(self) -> str:
        """One person, one address, however she writes it."""
        return str(self.cleaned_data["email"]).strip().lower()


class CalledField(forms.CharField):
    """What an account is called. It stands in letters to others, so it can't hold lines or an address to lead them to."""

    def clean(self, value: Any) -> str:
        name = " ".join(str(super().clean(value)).split())
        if any(ord(c) < 32 or 127 <= ord(c) < 160 or c in STEERING for c in name):
            raise ValidationError(_("This holds characters that nobody can see."))
        if "://" in name or "www." in name.lower():
            raise ValidationError(_("Write a name here, not an address of a page."))
        if self.required and not name:
            raise ValidationError(self.error_messages["required"])
        return name


class SignUp(Address):
    """A new account: a name, an address, and a password for who wants one."""

    name = CalledField(
        label=gettext_lazy("What others call you"), required=False, max_length=100,
        help_text=gettext_lazy("If you like. You can change it, and each commons can know you by another name."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )  # fmt: skip
    password = forms.CharField(
        label=gettext_lazy("A password"), required=False, strip=False, max_length=500,
        help_text=gettext_lazy("At least ten characters. Or leave it empty: then a link by e-mail opens your account."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    field_order = ["name", "email", "password", "next"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("password"):
            try:
                validate_password(said["password"], Account(email=said.get("email", ""), name=said.get("name", "")))
            except ValidationError as wrong:
                self.add_error("password", wrong)
        return said


class Called(forms.Form):
    """What an account is called."""

    name = CalledField(
        label=gettext_lazy("Name"), max_length=100,
        error_messages={"required": gettext_lazy("A name is what others call you: anything you like.")},
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )  # fmt: skip


def languages() -> list[tuple[str, Any]]:
    """What can be spoken here: each language by its own name, and first of all what the browser asks for."""
    names = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
    return [("", _("As my browser asks")), *((code, name[:1].upper() + name[1:]) for code, name in names)]


class Spoken(forms.Form):
    """In which language pages and letters speak to her."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of pages and letters"), required=False, choices=languages,
        error_messages={"invalid_choice": gettext_lazy("This language isn’t spoken here yet.")},
    )  # fmt: skip
