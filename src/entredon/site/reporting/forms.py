"""The forms of reporting, answering and appealing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

LONGEST = 5000
WHY = [
    ("me", gettext_lazy("It tells something about me, or shows me, and I don’t want that")),
    ("hurts", gettext_lazy("It hurts, threatens or puts down somebody")),
    ("false", gettext_lazy("It is false or misleading")),
    ("rights", gettext_lazy("It uses what belongs to others")),
    ("law", gettext_lazy("I believe it is against the law")),
    ("spam", gettext_lazy("It is advertising or has no business here")),
    ("other", gettext_lazy("Something else")),
]


class Text(forms.CharField):
    """A few sentences."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST})
        wanted = gettext_lazy("Please write a sentence or two: it is read by a person who wasn’t there.")
        super().__init__(max_length=LONGEST, widget=widget, error_messages={"required": wanted}, **kwargs)


class Reporting(forms.Form):
    """What is wrong with a page. A visitor may say where the answer goes."""

    why = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"), choices=WHY, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what comes nearest.")},
    )  # fmt: skip
    text = Text(
        label=gettext_lazy("Tell what you mean"),
        help_text=gettext_lazy("Which words or figures, and what should become of them."),
    )
    address = forms.EmailField(
        label=gettext_lazy("Where may we answer you?"), max_length=254, required=False,
        help_text=gettext_lazy("Your e-mail address. You can leave it out: the answer also stands on the next page."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("This doesn’t look like an e-mail address, such as ada@example.org.")},
    )  # fmt: skip

    def __init__(self, *args: Any, visitor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not visitor:
            del self.fields["address"]


class Answer(forms.Form):
    """What was decided about it, and why."""

    kept = forms.ChoiceField(
        label=gettext_lazy("What becomes of it?"),
        choices=[("yes", gettext_lazy("It stays")), ("no", gettext_lazy("It goes, or was changed"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether it stays.")},
    )
    text = Text(label=gettext_lazy("Why?"), help_text=gettext_lazy("This goes to whoever reported it."))


class Appeal(forms.Form):
    """Why the answer isn't right."""

    text = Text(label=gettext_lazy("Why is that not right?"))
