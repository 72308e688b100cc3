"""What other apps' rules ask about sharing."""

from datetime import datetime, timedelta

from entredon.apps.value.models import Rule
from entredon.log.tables import Tables
from entredon.pure.value import reading


def contest_ends(tables: Tables, accepted_at: str) -> str:
    """Until when (as entries write times) a contribution accepted then can be contested, by the rule now in force.

    Two entries' times are compared, never a clock.
    """
    in_force = max(
        (row for row in tables.find(Rule) if row.force is not None), key=lambda row: (row.force, row.position)
    )
    end = datetime.fromisoformat(accepted_at) + timedelta(days=reading.read(in_force.rule).contest_days)
    return f"{end:%Y-%m-%dT%H:%M:%S}.{end.microsecond // 1000:03d}Z"
