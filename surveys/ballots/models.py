"""The box: sealed ballots, and the shares of its key. Knows answers, never people."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from surveys.agreements.models import Custodian
from surveys.agreements.rules import Holder
from surveys.organisations.models import Membership, Party
from surveys.waves.models import Group, Wave


class Box(models.Model):
    """One wave's box. The private half of its key exists only in the shares."""

    wave = models.OneToOneField(Wave, on_delete=models.PROTECT, primary_key=True, related_name="box")
    public_key = models.BinaryField(max_length=65)


class BoxShare(models.Model):
    """One share of the box key: sealed to its custodian, and wrapped by the wave key file that is kept elsewhere.

    The holders of several unions each have the same share, sealed to their own keys.
    """

    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="shares")
    custodian = models.ForeignKey(Custodian, on_delete=models.PROTECT)
    holder = models.CharField(max_length=10, choices=[(h.value, h.name) for h in Holder])
    wrapped = models.BinaryField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("box", "custodian"), name="share_one_per_custodian"),
            models.CheckConstraint(condition=Q(holder__in=[h.value for h in Holder]), name="share_holder"),
        )


class GivenShare(models.Model):
    """The first share that was given for opening, wrapped by the wave key file, waiting for the other side's."""

    box = models.OneToOneField(Box, on_delete=models.PROTECT, primary_key=True, related_name="given")
    custodian = models.ForeignKey(Custodian, on_delete=models.PROTECT)
    holder = models.CharField(max_length=10, choices=[(h.value, h.name) for h in Holder])
    wrapped = models.BinaryField()


class LossDeclaration(models.Model):
    """That one holder's share is lost. In force once every party has signed; then the substitute's takes its place."""

    box = models.OneToOneField(Box, on_delete=models.PROTECT, primary_key=True, related_name="loss")
    holder = models.CharField(max_length=10, choices=[(h.value, h.name) for h in Holder])

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(holder__in=[Holder.UNION.value, Holder.EMPLOYER.value]), name="loss_of_a_partys_share"
            ),
        )


class LossSignature(models.Model):
    """One party's signature under the declaration of loss."""

    declaration = models.ForeignKey(LossDeclaration, on_delete=models.CASCADE, related_name="signatures")
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("declaration", "party"), name="loss_signed_once_per_party"),)


class KeyList(models.Model):
    """The public keys of a wave as published when it opened: canonical JSON, the same bytes for everybody, for good."""

    wave = models.OneToOneField(Wave, on_delete=models.PROTECT, primary_key=True, related_name="key_list")
    document = models.BinaryField()


class RefusedBallots(models.Model):
    """How many ballots were turned away while the wave was open: a number, and nothing of what they held."""

    wave = models.OneToOneField(Wave, on_delete=models.PROTECT, primary_key=True, related_name="refused_ballots")
    number = models.PositiveIntegerField(default=0)


class Ballot(models.Model):
    """One sealed answer sheet, wrapped by the wave key file: no time, no number, no person, and a random key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="ballots")
    sealed = models.BinaryField()
