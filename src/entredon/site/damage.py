"""What every page of a damaged commons answers, in one place; the others here go on."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from entredon.log.checkpoints import RolledBack
from entredon.site import views

logger = logging.getLogger(__name__)


class SayDamage:
    """Middleware: a page that meets a record and a database that don't fit says so, with 503 and a way on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.said: set[str] = set()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        """Called by Django with what a view raises."""
        found = request.resolver_match
        if not isinstance(trouble, RolledBack) or found is None or "slug" not in found.kwargs:
            return None
        if str(trouble) not in self.said:  # once is enough, however many visitors come
            self.said.add(str(trouble))
            logger.error("The pages of %s can't be shown. %s", found.kwargs["slug"], trouble)
        return views.damaged(request, found.kwargs["slug"])
