"""What other apps' rules ask about sharing."""

from datetime import datetime, timedelta

from entredon.apps.value.models import Rule
from entredon.log.tables import Tables
from entredon.pure.value import reading

LAST = "9999-12-31T23:59:59.999Z"


def contest_ends(tables: Tables, accepted_at: str) -> str:
    """Until when (as entries write times) a contribution accepted then can be contested, by the rule now in force.

    Two entries' times are compared, never a clock. A window that reaches beyond the calendar ends with its last moment.
    """
    in_force = max(
        (row for row in tables.find(Rule) if row.force is not None), key=lambda row: (row.force, row.position)
    )
    try:
        end = datetime.fromisoformat(accepted_at) + timedelta(days=reading.read(in_force.rule).contest_days)
    except OverflowError:
        return LAST
    # Not strftime, which writes the years before 1000 differently from system to system.
    return f"{end.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
