"""The nineteen actions of Valueflows 1.0.0 and what each does to the resources it names.

Written by hand after the ontology (``all_vf.TTL``); a test compares the two. Where the published picture of the table
differs from the ontology, the ontology counts. An empty string stands for the ontology's ``notApplicable``.
"""

from typing import NamedTuple

INPUT, OUTPUT, OUTPUT_INPUT = "input", "output", "outputInput"
RESOURCE, EFFORT, BOTH = "resource", "effort", "both"
OPTIONAL, OPTIONAL_TO = "optional", "optionalTo"
DOWN, UP, DOWN_UP, UP_TO = "decrement", "increment", "decrementIncrement", "incrementTo"
UPDATE, UPDATE_TO, NEW, REMOVE = "update", "updateTo", "new", "remove"


class Action(NamedTuple):
    """One row of the table; every field but ``name`` is a word of the ontology, or "" where nothing applies."""

    name: str
    input_output: str
    """Whether the flow goes into a process, comes out of one, or both (a service delivered into another process)."""
    pairs_with: str
    create_resource: str
    """Whether the event may begin a resource: the one named (``optional``) or the receiver's (``optionalTo``)."""
    event_quantity: str
    accounting: str
    onhand: str
    location: str
    contained: str
    accountable: str
    stage: str
    state: str


_TABLE = (
    # name, input/output, pair, creates, quantity, accounting, onhand, location, contained, accountable, stage, state
    Action("produce", OUTPUT, "", OPTIONAL, RESOURCE, UP, UP, NEW, "", NEW, UPDATE, UPDATE),
    Action("consume", INPUT, "", "", RESOURCE, DOWN, DOWN, "", "", "", "", UPDATE),
    Action("use", INPUT, "", "", BOTH, "", "", "", "", "", "", UPDATE),
    Action("work", INPUT, "", "", EFFORT, "", "", "", "", "", "", ""),
    Action("cite", INPUT, "", "", RESOURCE, "", "", "", "", "", "", UPDATE),
    Action("deliverService", OUTPUT_INPUT, "", "", RESOURCE, "", "", "", "", "", "", ""),
    Action("pickup", INPUT, "dropoff", "", RESOURCE, "", DOWN, UPDATE, "", "", "", UPDATE),
    Action("dropoff", OUTPUT, "pickup", "", RESOURCE, "", UP, UPDATE, "", "", UPDATE, UPDATE),
    Action("accept", INPUT, "modify", "", RESOURCE, "", DOWN, UPDATE, "", "", "", UPDATE),
    Action("modify", OUTPUT, "accept", "", RESOURCE, "", UP, UPDATE, "", "", UPDATE, UPDATE),
    Action("combine", INPUT, "", "", RESOURCE, "", DOWN, "", UPDATE, "", "", UPDATE),
    Action("separate", OUTPUT, "", "", RESOURCE, "", UP, "", REMOVE, "", UPDATE, UPDATE),
    Action("transferCustody", "", "", OPTIONAL_TO, RESOURCE, "", DOWN_UP, UPDATE_TO, "", "", "", UPDATE_TO),
    Action("transferAllRights", "", "", OPTIONAL_TO, RESOURCE, DOWN_UP, "", "", "", UPDATE_TO, "", UPDATE_TO),
    Action("transfer", "", "", OPTIONAL_TO, RESOURCE, DOWN_UP, DOWN_UP, UPDATE_TO, "", UPDATE_TO, "", UPDATE_TO),
    Action("move", "", "", OPTIONAL_TO, RESOURCE, DOWN_UP, DOWN_UP, UPDATE_TO, "", "", "", UPDATE_TO),
    Action("copy", "", "", OPTIONAL_TO, RESOURCE, UP_TO, UP_TO, NEW, "", NEW, "", UPDATE_TO),
    Action("raise", "", "", OPTIONAL, RESOURCE, UP, UP, "", "", NEW, "", UPDATE),
    Action("lower", "", "", OPTIONAL, RESOURCE, DOWN, DOWN, "", "", NEW, "", UPDATE),
)

ACTIONS: dict[str, Action] = {action.name: action for action in _TABLE}

FULL, CUSTODY = "transfer", "transferCustody"
IMPLIED: dict[str, str] = {
    "produce": FULL, "consume": FULL, "deliverService": FULL,
    "pickup": CUSTODY, "dropoff": CUSTODY, "accept": CUSTODY, "modify": CUSTODY,
}  # fmt: skip
"""The transfer that an action implies when its provider and receiver differ; the others imply none."""
