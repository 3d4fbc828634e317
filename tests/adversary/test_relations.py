"""No chain of relations joins a person to an answer, except through containers that hold many of both."""

from collections import deque
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from surveys.agreements.models import Agreement
from surveys.ballots.models import Ballot
from surveys.credentials.models import SigningKey, Slip, SpentCredential
from surveys.organisations.models import Organisation, Unit
from surveys.roster.models import FrozenPlace, Issuance, Link, Mailing, Person, ReissueGrant
from surveys.waves.models import Group, Trail, Wave

Model = type[models.Model]
INVITED: tuple[Model, ...] = (Link, Issuance, ReissueGrant, Mailing)
PEOPLE: tuple[Model, ...] = (Person, FrozenPlace, *INVITED)
ANSWERS: tuple[Model, ...] = (Ballot, Slip, SpentCredential)
CONTAINERS: frozenset[Model] = frozenset({Organisation, Unit, Agreement, Wave, Group})
"""What a person and an answer may share: each holds many of both, and says nothing of which belongs to which."""

TELLING = (
    models.DateField,
    models.DateTimeField,
    models.TimeField,
    models.DurationField,
    models.AutoField,
    models.IntegerField,
    models.FloatField,
    models.DecimalField,
)


def neighbours(model: Model) -> Iterator[Model]:
    """Yield every model that a relation joins to this one, whichever of the two holds it."""
    for field in model._meta.get_fields(include_hidden=True):
        if field.is_relation and isinstance(field.related_model, type):
            yield field.related_model
    for other in apps.get_models(include_auto_created=True):
        if any(
            field.is_relation and field.related_model is model for field in other._meta.get_fields(include_hidden=True)
        ):
            yield other


def reached(start: Model, *, around: frozenset[Model] = frozenset()) -> set[Model]:
    """Return the models that any chain of relations leads to without passing through those in `around`."""
    found, waiting = {start}, deque([start])
    while waiting:
        for model in neighbours(waiting.popleft()):
            if model not in found and model not in around:
                found.add(model)
                waiting.append(model)
    return found - {start}


@pytest.mark.parametrize("person", PEOPLE)
def test_without_the_shared_containers_no_chain_leads_from_a_person_to_an_answer(person: Model) -> None:
    assert reached(person, around=CONTAINERS).isdisjoint(ANSWERS)


@pytest.mark.parametrize("person", PEOPLE)
def test_the_control_finds_the_chains_through_the_containers(person: Model) -> None:
    # Were the walk blind, the test above would pass for nothing.
    assert set(ANSWERS) <= reached(person)


def containers_of(model: Model) -> set[Model]:
    """Return what a row belongs to, and what that belongs to: keys followed from the row's side alone."""
    found: set[Model] = set()
    waiting = [model]
    while waiting:
        for field in waiting.pop()._meta.concrete_fields:
            if field.is_relation and isinstance(field.related_model, type) and field.related_model not in found:
                found.add(field.related_model)
                waiting.append(field.related_model)
    return found


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_person_and_an_answer_share_exactly_these_containers(answer: Model) -> None:
    assert containers_of(answer) == CONTAINERS
    assert containers_of(FrozenPlace) - {Person, Trail} == CONTAINERS
    assert containers_of(Person) == {Organisation, Unit}


def test_the_group_is_the_only_door() -> None:
    for person in PEOPLE:
        assert reached(person, around=frozenset({Group})).isdisjoint(ANSWERS)


def test_answers_stand_beside_nothing_but_their_group() -> None:
    for answer in ANSWERS:
        assert set(neighbours(answer)) == {Group}
    assert set(neighbours(SigningKey)) == {Group}


def test_a_place_in_a_group_is_joined_to_nothing_else() -> None:
    assert set(neighbours(FrozenPlace)) == {Group, Person, Trail, Unit, *INVITED}
    assert set(neighbours(Trail)) <= {Group, Trail, FrozenPlace}
    for invited in INVITED:
        assert set(neighbours(invited)) == {FrozenPlace}
    assert set(neighbours(Person)) == {Organisation, Unit, FrozenPlace}


@pytest.mark.parametrize("model", ANSWERS)
def test_an_answer_has_no_time_no_number_and_a_random_key(model: Model) -> None:
    for field in model._meta.concrete_fields:
        assert not isinstance(field, TELLING), field.name
    key = model._meta.pk
    assert isinstance(key, models.UUIDField)
    keys = [model().pk for _ in range(200)]
    assert {made.version for made in keys} == {4}
    # Not even the first half of two keys is in the order in which they were made.
    assert keys != sorted(keys)
    assert model._meta.ordering in ((), [])


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Ballot, {"id", "group", "sealed"}),
        (Slip, {"id", "group", "digest", "spent"}),
        (SpentCredential, {"id", "group", "digest", "ballot"}),
    ],
)
def test_an_answer_has_these_fields_and_no_other(model: Model, fields: set[str]) -> None:
    assert {field.name for field in model._meta.get_fields(include_hidden=True)} == fields


def test_roster_and_ballots_share_no_table_and_no_model() -> None:
    tables = {
        label: {model._meta.db_table for model in apps.get_app_config(label).get_models(include_auto_created=True)}
        for label in ("roster", "ballots", "credentials")
    }
    assert all(tables.values())
    assert tables["roster"].isdisjoint(tables["ballots"] | tables["credentials"])
    everything = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    assert len(everything) == len(set(everything))


def test_no_generic_relation_and_no_key_in_disguise() -> None:
    counts = {"headcount", "people", "spent", "issued", "number"}
    # A content type with a number, or a bare identifier of a person, would be a relation that the walk cannot see.
    for label in ("ballots", "credentials", "roster", "waves"):
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            for field in model._meta.concrete_fields:
                if isinstance(field, models.UUIDField | models.PositiveIntegerField | models.JSONField):
                    assert field.primary_key or field.name in counts, f"{model}.{field.name}"
