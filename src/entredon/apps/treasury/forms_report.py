"""The form by which a bank's answer is brought in."""

from django import forms
from django.utils.translation import gettext_lazy


class ReportForm(forms.Form):
    """The bank's answer to a file."""

    report = forms.FileField(
        label=gettext_lazy("The bank’s report"),
        help_text=gettext_lazy("The file that your bank gives after it has looked at the payments (pain.002)."),
        widget=forms.FileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
        error_messages={
            "required": gettext_lazy("Choose the report of your bank."),
            "empty": gettext_lazy("The file is empty."),
        },
    )
