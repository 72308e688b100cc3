"""Where the rules of other apps leave who gives and takes, what is offered for what, and what was agreed. Beside ``record``."""

from typing import Any

from entredon.apps.flows.models import Agent, Agreement, AgreementBundle, Proposal
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables

OFFER, REQUEST = "offer", "request"
"""What a proposal is for."""


def agent(tables: Tables, entry: Context, id: str, **fields: Any) -> Row:
    """Somebody of whom more is known than an id; who is known already is told anew. Names of people are no part of it."""
    row = tables.get(Agent, id)
    if row is None:
        return tables.add(Agent, id, position=entry.index, entry=entry.id, **fields)
    tables.change(row, **fields)
    return row


def proposal(
    tables: Tables, entry: Context, id: str, *, publishes: list[str], reciprocal: list[str], **fields: Any
) -> Row:  # fmt: skip
    """Intents are offered or asked for, and others are wanted in return. The id must be new."""
    return tables.add(
        Proposal, id, position=entry.index, entry=entry.id, created=entry.at, publishes=publishes, reciprocal=reciprocal,
        **fields,
    )  # fmt: skip


def repropose(tables: Tables, id: str, **fields: Any) -> None:
    """A proposal changes: until when it holds, for instance. Raises Refused where there is none."""
    row = tables.get(Proposal, id)
    if row is None:
        raise Refused("There is no proposal {id} here.", id=id[:10])
    tables.change(row, **fields)


def bundle(tables: Tables, entry: Context, id: str, **fields: Any) -> Row:
    """Agreements that belong together begin, such as the lines of an order. The id must be new."""
    return tables.add(AgreementBundle, id, position=entry.index, entry=entry.id, created=entry.at, **fields)


def agreement(tables: Tables, entry: Context, id: str, **fields: Any) -> Row:
    """Promises are given for one another: commitments name it as what they are a clause of. The id must be new."""
    return tables.add(Agreement, id, position=entry.index, entry=entry.id, created=entry.at, **fields)
