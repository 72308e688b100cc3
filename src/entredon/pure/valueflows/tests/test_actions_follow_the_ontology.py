"""Our table of actions against the published ontology, where that lies beside the project."""

import re
from pathlib import Path

import pytest

from entredon.pure.valueflows.actions import ACTIONS, Action

ONTOLOGY = Path(__file__).resolve().parents[6] / "shared" / "data" / "valueflows" / "all_vf.TTL"
PROPERTIES = {
    "input_output": "inputOutput", "pairs_with": "pairsWith", "create_resource": "createResource",
    "event_quantity": "eventQuantity", "accounting": "accountingEffect", "onhand": "onhandEffect",
    "location": "locationEffect", "contained": "containedEffect", "accountable": "accountableEffect",
    "stage": "stageEffect", "state": "stateEffect",
}  # fmt: skip


def individuals(text: str) -> dict[str, dict[str, str]]:
    """The named individuals of the class Action, with their properties that are words of the vocabulary."""
    found = {}
    for block in re.findall(r"^vf:(\w+)\s+a\s+owl:NamedIndividual ,\s+vf:Action ;(.*?)^\s+\.$", text, re.M | re.S):
        found[block[0]] = dict(re.findall(r"vf:(\w+)\s+vf:(\w+) ;", block[1]))
    return found


@pytest.fixture(scope="module")
def ontology() -> dict[str, dict[str, str]]:
    if not ONTOLOGY.exists():
        pytest.skip("the Valueflows ontology is not beside this project")
    return individuals(ONTOLOGY.read_text(encoding="utf-8"))


def test_there_are_nineteen_actions_and_the_ontology_has_the_same(ontology: dict[str, dict[str, str]]) -> None:
    assert len(ACTIONS) == 19
    assert ACTIONS.keys() == ontology.keys()


@pytest.mark.parametrize("field", PROPERTIES)
@pytest.mark.parametrize("name", ACTIONS)
def test_every_cell_is_as_in_the_ontology(ontology: dict[str, dict[str, str]], name: str, field: str) -> None:
    theirs = ontology[name].get(PROPERTIES[field], "notApplicable")
    ours = getattr(ACTIONS[name], field) or "notApplicable"
    assert ours == theirs


def test_every_column_is_compared() -> None:
    assert set(Action._fields) - {"name"} == set(PROPERTIES)
