"""What this app holds about people beside the record: what they follow, and the secret address of their feed."""

from django.utils.translation import gettext_lazy as _

from entredon.apps.social.models import Feed, Follow
from entredon.log import personal

personal.held(
    Follow,
    _("What you follow"),
    lambda who: Follow.objects.filter(account__in=list(who.accounts)),
    shows=("id", "account", "commons", "about", "since"),
)
personal.held(
    Feed,
    _("The secret address of your feed"),
    lambda who: Feed.objects.filter(account__in=list(who.accounts)),
    shows=("id", "account", "since"),
    secret=("token",),
)
