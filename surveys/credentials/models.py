"""Rights to answer, without a name. Knows neither people nor answers."""

from uuid import uuid4

from django.db import models

from surveys.waves.models import Group, Wave


class Slip(models.Model):
    """A right to answer on paper. Only the keyed hash of its code is stored, and no time and no number of its own."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="slips")
    digest = models.BinaryField(max_length=32, unique=True)
    spent = models.BooleanField(default=False)


class ResponseCount(models.Model):
    """The response of a whole wave as it may be shown: looked at once a day, not moved after a day with few answers.

    `spent` is what is on show since `day` (0: nothing yet), `looked_on` the last day on which it was counted.
    """

    wave = models.OneToOneField(Wave, on_delete=models.PROTECT, related_name="response")
    day = models.DateField()
    spent = models.PositiveIntegerField()
    looked_on = models.DateField()
