"""The box: sealed ballots, and the shares of its key. Knows answers, never people."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from surveys.agreements.models import Custodian
from surveys.agreements.rules import Holder
from surveys.waves.models import Group, Wave


class Box(models.Model):
    """One wave's box. The private half of its key exists only in the shares."""

    wave = models.OneToOneField(Wave, on_delete=models.PROTECT, primary_key=True, related_name="box")
    public_key = models.BinaryField(max_length=65)


class BoxShare(models.Model):
    """One share of the box key: sealed to its custodian, and wrapped by the wave key file that is kept elsewhere."""

    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="shares")
    custodian = models.ForeignKey(Custodian, on_delete=models.PROTECT)
    holder = models.CharField(max_length=10, choices=[(h.value, h.name) for h in Holder])
    wrapped = models.BinaryField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("box", "holder"), name="share_one_per_holder"),
            models.CheckConstraint(condition=Q(holder__in=[h.value for h in Holder]), name="share_holder"),
        )


class GivenShare(models.Model):
    """The first share that was given for opening, wrapped by the wave key file, waiting for the other party's."""

    box = models.OneToOneField(Box, on_delete=models.PROTECT, primary_key=True, related_name="given")
    holder = models.CharField(max_length=10, choices=[(h.value, h.name) for h in Holder])
    wrapped = models.BinaryField()


class Ballot(models.Model):
    """One sealed answer sheet: no time, no number, no person, and a random key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="ballots")
    sealed = models.BinaryField()
