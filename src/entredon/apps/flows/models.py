"""The fourteen kinds of Valueflows record, all derived. Fields bear the Valueflows names, in snake case.

A reference is the id of another row, or an address outside; "" means that nothing was said. Quantities are decimal
strings beside their unit. Many-valued fields are lists.
"""

from django.db import models
from django.db.models import Q

from entredon.log.bases import CanonicalJSON, Derived

REF = 140
AT = 24


class Word(models.CharField):
    """A short text or a reference, "" when nothing was said."""

    def __init__(self, max_length: int = REF, default: str = "", **options: object) -> None:
        super().__init__(max_length=max_length, default=default, **options)


class Prose(models.TextField):
    """A text for people to read, "" when nothing was said."""

    def __init__(self, default: str = "", **options: object) -> None:
        super().__init__(default=default, **options)


class Number(models.CharField):
    """An exact decimal string; "" when nothing was said."""

    def __init__(self, max_length: int = 80, default: str = "", **options: object) -> None:
        super().__init__(max_length=max_length, default=default, **options)


class Said(Derived):
    """A record and the entry that made it; ``position`` is the entry's index, which orders everything."""

    position = models.BigIntegerField()
    entry = models.CharField(max_length=64)

    class Meta:
        abstract = True


class Agent(Said):
    """Somebody who gives or takes, if more is known than a person's id: mostly bodies. ``type`` as in Valueflows."""

    type = Word(20, default="Organization")
    name = Prose()
    note = Prose()
    image = Prose()
    primary_location = Word()
    lat = Number()
    long = Number()
    classified_as = CanonicalJSON(default=list)


class Unit(Said):
    """A unit of measure; ``om_unit_identifier`` is its name in the ontology of units (OM 2)."""

    label = Word(60)
    symbol = Word(20)
    om_unit_identifier = Word()
    classified_as = CanonicalJSON(default=list)


class ResourceSpec(Said):
    """A kind of resource, of service, of work, or a currency (``medium_of_exchange``)."""

    name = Prose()
    note = Prose()
    image = Prose()
    image_list = CanonicalJSON(default=list)
    resource_classified_as = CanonicalJSON(default=list)
    default_unit_of_resource = Word()
    default_unit_of_effort = Word()
    medium_of_exchange = models.BooleanField(default=False)
    substitutable = models.BooleanField(default=False)


class Resource(Said):
    """A thing that is accounted for. What it amounts to, where and whose it is: changed by events alone."""

    name = Prose()
    note = Prose()
    image = Prose()
    image_list = CanonicalJSON(default=list)
    conforms_to = Word()
    classified_as = CanonicalJSON(default=list)
    accounting_quantity = Number(default="0")
    onhand_quantity = Number(default="0")
    unit = Word()
    primary_accountable = Word()
    tracking_identifier = Prose()
    batch_lot_code = Prose()
    expiration_date = Word(AT)
    contained_in = Word()
    current_location = Word()
    lat = Number()
    long = Number()
    current_virtual_location = Prose()
    current_currency_location = Word()
    stage = Word()
    state = Word()
    unit_of_effort = Word()


class ProcessSpec(Said):
    """A kind of process."""

    name = Prose()
    note = Prose()
    image = Prose()


class Process(Said):
    """Something being done, with what goes in and what comes out.

    ``superseded``: a later import tells this process anew; exports and sums leave it out.
    """

    name = Prose()
    note = Prose()
    based_on = Word()
    classified_as = CanonicalJSON(default=list)
    planned_within = Word()
    in_scope_of = Word()
    has_beginning = Word(AT)
    has_end = Word(AT)
    finished = models.BooleanField(default=False)
    superseded = models.BooleanField(default=False)


class Recipe(Said):
    """How something is made: the recipe processes that belong together."""

    name = Prose()
    note = Prose()
    primary_output = Word()
    recipe_includes = CanonicalJSON(default=list)


class RecipeProcess(Said):
    """One step of a recipe; ``has_duration`` is an ISO 8601 duration."""

    name = Prose()
    note = Prose()
    image = Prose()
    has_duration = Word(40)
    process_conforms_to = Word()
    process_classified_as = CanonicalJSON(default=list)


class RecipeFlow(Said):
    """What a step of a recipe takes or makes."""

    action = Word(20)
    note = Prose()
    recipe_input_of = Word()
    recipe_output_of = Word()
    recipe_clause_of = Word()
    recipe_reciprocal_clause_of = Word()
    resource_conforms_to = Word()
    resource_classified_as = CanonicalJSON(default=list)
    resource_quantity = Number()
    resource_unit = Word()
    effort_quantity = Number()
    effort_unit = Word()
    stage = Word()
    state = Word()


class Plan(Said):
    """Processes scheduled together for some outcome."""

    name = Prose()
    note = Prose()
    created = Word(AT)
    due = Word(AT)


class Proposal(Said):
    """An offer or a request (``purpose``): the intents it publishes and what is wanted in return."""

    name = Prose()
    note = Prose()
    created = Word(AT)
    purpose = Word(20)
    publishes = CanonicalJSON(default=list)
    reciprocal = CanonicalJSON(default=list)
    unit_based = models.BooleanField(default=False)
    has_beginning = Word(AT)
    has_end = Word(AT)
    eligible_location = Word()
    proposed_to = CanonicalJSON(default=list)
    listed_in = CanonicalJSON(default=list)


class Agreement(Said):
    """Promises given for one another."""

    name = Prose()
    note = Prose()
    created = Word(AT)
    bundled_in = Word()


class AgreementBundle(Said):
    """Agreements that belong together, such as the lines of an order."""

    name = Prose()
    note = Prose()
    created = Word(AT)


def _nothing(*fields: str) -> Q:
    return Q(**dict.fromkeys(fields, ""))


def _kind(kind: str, shape: Q) -> models.CheckConstraint:
    """Rows of this kind have this shape."""
    return models.CheckConstraint(condition=~Q(kind=kind) | shape, name=f"flows_{kind}")


_ONLY_EVENT = (
    "fulfills", "settles", "corrects", "realization_of", "reciprocal_realization_of", "to_location",
    "to_resource_inventoried_as",
)  # fmt: skip
_ONLY_INTENT = ("available_quantity", "minimum_quantity")
_PLANNED = ("due", "planned_within")
_PROMISED = ("independent_demand_of", "clause_of", "reciprocal_clause_of")
_IN_PLACE = ("input_of", "output_of", "resource_inventoried_as")


class Flow(Said):
    """Something wished (intent), promised (commitment), done (event) or due (claim); all four have the same columns.

    ``measures`` are additive integers by name (``points``, ``commits``, ``added`` …), by which rules divide.
    """

    kind = Word(10, default="event")
    action = Word(20)
    at = Word(AT)
    provider = Word()
    receiver = Word()
    input_of = Word()
    output_of = Word()
    resource_conforms_to = Word()
    resource_inventoried_as = Word()
    to_resource_inventoried_as = Word()
    resource_quantity = Number()
    resource_unit = Word()
    effort_quantity = Number()
    effort_unit = Word()
    measures = CanonicalJSON(default=dict)
    resource_classified_as = CanonicalJSON(default=list)
    has_beginning = Word(AT)
    has_end = Word(AT)
    has_point_in_time = Word(AT)
    name = Prose()
    note = Prose()
    image = Prose()
    stage = Word()
    state = Word()
    to_location = Word()
    created = Word(AT)
    due = Word(AT)
    finished = models.BooleanField(default=False)
    planned_within = Word()
    independent_demand_of = Word()
    clause_of = Word()
    reciprocal_clause_of = Word()
    satisfies = Word()
    fulfills = Word()
    settles = Word()
    realization_of = Word()
    reciprocal_realization_of = Word()
    corrects = Word()
    triggered_by = Word()
    available_quantity = Number()
    minimum_quantity = Number()

    class Meta:
        indexes = [
            models.Index(fields=["commons", "input_of"], name="flows_input_of"),
            models.Index(fields=["commons", "provider"], name="flows_provider"),
            models.Index(fields=["commons", "action"], name="flows_action"),
            # Few flows answer a wish or keep a promise, and only those stand in these.
            models.Index(fields=["commons", "satisfies"], name="flows_satisfies", condition=Q(satisfies__gt="")),
            models.Index(fields=["commons", "fulfills"], name="flows_fulfills", condition=Q(fulfills__gt="")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=("intent", "commitment", "event", "claim")), name="flows_kind"),
            _kind(
                "intent",
                (Q(provider="") | Q(receiver=""))
                & _nothing(*_ONLY_EVENT, *_PROMISED, "satisfies", "triggered_by"),
            ),
            _kind(
                "commitment",
                ~Q(provider="") & _nothing(*_ONLY_EVENT, *_ONLY_INTENT, "triggered_by"),
            ),
            _kind(
                "event",
                Q(finished=False) & _nothing(*_ONLY_INTENT, *_PLANNED, *_PROMISED, "triggered_by", "stage", "name"),
            ),
            _kind(
                "claim",
                ~Q(triggered_by="")
                & _nothing(*_ONLY_EVENT, *_ONLY_INTENT, *_PROMISED, *_IN_PLACE, "planned_within", "satisfies", "stage"),
            ),
        ]  # fmt: skip
