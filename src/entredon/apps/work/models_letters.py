"""Who wants a letter once a month about what became of her work."""

from django.db import models

from entredon.log.bases import Private


class MonthlyLetter(Private):
    """That an account wants to hear once a month what became of its work in a commons; ``last`` is the month of the last letter."""

    commons = models.CharField(max_length=39)
    account = models.CharField(max_length=20)
    last = models.CharField(max_length=7, default="")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "account"], name="work_monthlyletter_once")]
