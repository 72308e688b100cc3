"""What a steward types to show that she speaks for a repository."""

from django import forms
from django.utils.translation import gettext_lazy as _

ADDRESS_MOST = 300
KEY_MOST = 200_000


class FileForm(forms.Form):
    """Where the repository stands in public."""

    repository = forms.CharField(
        label=_("Public address of the repository"),
        max_length=ADDRESS_MOST,
        help_text=_("As anybody would clone it, such as https://example.org/our/car.git"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
    )


class TagForm(forms.Form):
    """Where to look for the tag, and the key that OpenPGP needs."""

    repository = forms.CharField(
        label=_("Public address of the repository, if it has one"),
        max_length=ADDRESS_MOST,
        required=False,
        help_text=_("Without one we look in the copy that was imported last: import again after you made the tag."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
    )
    public_key = forms.CharField(
        label=_("Your OpenPGP public key, if you sign with one"),
        max_length=KEY_MOST,
        required=False,
        help_text=_("What gpg --armor --export prints. SSH signatures carry their key with them: leave this empty."),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
    )
