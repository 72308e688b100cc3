"""What somebody types to show that work is hers."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    """The address in her commits."""

    address = forms.EmailField(
        label=_("The e-mail address in your commits"),
        max_length=320,
        help_text=_(
            "If it is in what was imported, a letter with six digits goes to that address. Nobody else is told."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CodeForm(forms.Form):
    """The six digits from the letter."""

    code = forms.CharField(
        label=_("The six digits from the letter"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class SignatureForm(forms.Form):
    """A signature over the line, and the key that OpenPGP needs."""

    signature = forms.CharField(
        label=_("The signature"),
        max_length=100_000,
        help_text=_("All of it, from -----BEGIN to the end."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )
    public_key = forms.CharField(
        label=_("Your OpenPGP public key, if you signed with gpg"),
        max_length=200_000,
        required=False,
        help_text=_("What gpg --armor --export prints. SSH signatures carry their key with them: leave this empty."),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
    )


class NoForm(forms.Form):
    """Why a steward says no."""

    answer = forms.CharField(
        label=_("Why not?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("She reads this.")
    )
