"""Reading the roster: counts for the parties, never a list of who has answered."""

from collections import Counter

from surveys.organisations.models import Organisation, Unit


def people_per_unit(organisation: Organisation) -> list[tuple[Unit, int]]:
    """Return how many listed people are placed in each unit, by the unit's code."""
    people = organisation.people.filter(listed=True).select_related("unit")
    counts = Counter(person.unit for person in people)
    return sorted(counts.items(), key=lambda pair: pair[0].code)
