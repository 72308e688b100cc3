"""By which entry somebody is a steward, for the report of a verification: the table of people doesn't say."""

from collections.abc import Mapping
from typing import Any

from entredon.apps.commons.entries import RoleGiven
from entredon.log import in_force


@in_force.told_by(RoleGiven.kind)
def steward_given(body: Mapping[str, Any]) -> str:
    """A member is made a steward."""
    return f"steward/{body['person']}" if body["role"] == "steward" else ""
