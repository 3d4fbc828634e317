"""Who may answer. Knows people, never answers."""

from uuid import uuid4

from django.db import models

from surveys.organisations.models import Organisation, Unit
from surveys.waves.models import Group


class Person(models.Model):
    """Somebody who works there, as last imported; removed from the list by the import that leaves her out."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    language = models.CharField(max_length=2)
    listed = models.BooleanField(default=True)
    imported_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "email"), name="person_once_per_organisation"),)


class FrozenPlace(models.Model):
    """That a person may answer in a wave, in this group. Kept until the next wave's list is frozen."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="places")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="places")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("group", "person"), name="place_once_per_group"),)
