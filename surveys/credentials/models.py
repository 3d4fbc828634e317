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


class SigningKey(models.Model):
    """The key that signs, blindly, the rights to answer of one group in one wave (RFC 9474, RSA of 2048 bits).

    `public` is the SubjectPublicKeyInfo (rsaEncryption, DER); `wrapped` the private half under the wave key file, gone
    once the wave has closed. `issued` counts people who have got a signature.
    """

    group = models.OneToOneField(Group, on_delete=models.PROTECT, primary_key=True, related_name="signing_key")
    public = models.BinaryField()
    wrapped = models.BinaryField(null=True)
    issued = models.PositiveIntegerField(default=0)


class SpentCredential(models.Model):
    """A blind credential that has been used: SHA-256 of its message and of the sealed ballot that it came with.

    Never the signature. The ballot's digest is there so that the very same ballot, sent again, is not refused.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="spent_credentials")
    digest = models.BinaryField(max_length=32, unique=True)
    ballot = models.BinaryField(max_length=32)


class ResponseCount(models.Model):
    """The response of a whole wave as it may be shown: looked at once a day, not moved after a day with few answers.

    `spent` is what is on show since `day` (0: nothing yet), `looked_on` the last day on which it was counted.
    """

    wave = models.OneToOneField(Wave, on_delete=models.PROTECT, related_name="response")
    day = models.DateField()
    spent = models.PositiveIntegerField()
    looked_on = models.DateField()
