"""Two who press at the same moment, in threads of their own: one shares, the other is told by whom."""

import threading

import pytest
from django.db import connections

from entredon.apps.value import queries
from entredon.apps.value.sharing import AlreadyShared, share_income
from entredon.apps.value.tests.shared import accepted, adopted, passes_on, received
from entredon.apps.value.tests.test_dry_run import Garage
from entredon.log import door
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast


@pytest.mark.django_db(transaction=True)
def test_of_many_who_press_together_exactly_one_shares() -> None:
    cast = Cast.found()
    garage = Garage(cast)
    adopted(cast)
    accepted(cast, garage.car, garage.motor)
    income = received(cast, garage.car)
    done: list[str] = []
    told: list[AlreadyShared] = []
    troubles: list[BaseException] = []
    together = threading.Barrier(5, timeout=60)

    def press(key: SecretKey) -> None:
        try:
            together.wait()
            done.append(share_income(cast.slug, income, key).id)
        except AlreadyShared as refusal:
            told.append(refusal)
        except BaseException as trouble:
            troubles.append(trouble)
        finally:
            connections.close_all()

    def say() -> None:
        """Somebody else changes what comes out, all the while."""
        try:
            together.wait()
            for n in range(3):
                passes_on(cast, cast.bob, pot=100_000 + n)
        except BaseException as trouble:
            troubles.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=[key]) for key in (cast.ada, cast.bob, cast.ada, cast.bob)]
    threads.append(threading.Thread(target=say))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not [trouble for trouble in troubles if not isinstance(trouble, door.Refused)], troubles
    assert len(done) == 1
    assert {refusal.shareout for refusal in told} <= set(done)
    (shown,) = queries.shareouts(cast.slug)
    assert (shown.id, shown.kept + shown.passed) == (done[0], 100_000)
