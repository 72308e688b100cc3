"""The forms of writing to the stewards."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from entredon.desk import messages

KINDS = [
    (messages.IDEA, gettext_lazy("An idea")),
    (messages.QUESTION, gettext_lazy("A question")),
]
WANTED = gettext_lazy("Please write something.")


class Text(forms.CharField):
    """A message or an answer."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 7, "maxlength": messages.LONGEST})
        super().__init__(max_length=messages.LONGEST, widget=widget, error_messages={"required": WANTED}, **kwargs)


class Message(forms.Form):
    """An idea or a question."""

    about = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=KINDS, widget=forms.RadioSelect)
    text = Text(label=gettext_lazy("What do you want to tell them?"))


class Objection(forms.Form):
    """An objection. A visitor also says where the answer goes: for this she needs no account."""

    about = forms.CharField(initial=messages.OBJECTION, widget=forms.HiddenInput, required=False)
    text = Text(
        label=gettext_lazy("Your objection"),
        help_text=gettext_lazy(
            "If it is about how you are listed: the name or number you found, and what should change."
        ),
    )
    address = forms.EmailField(
        label=gettext_lazy("Where may they answer you?"), max_length=254,
        help_text=gettext_lazy("Your e-mail address. Only the stewards see it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Without an address nobody can answer you."),
                        "invalid": gettext_lazy("This doesn’t look like an e-mail address, such as ada@example.org.")},
    )  # fmt: skip

    def __init__(self, *args: Any, visitor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not visitor:
            del self.fields["address"]


class Answer(forms.Form):
    """What the stewards answer."""

    text = Text(label=gettext_lazy("Your answer"))
