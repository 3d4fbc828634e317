"""One run of a questionnaire, and the groups whose answers are counted together."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from surveys.agreements.models import Agreement
from surveys.organisations.models import Unit
from surveys.waves.rules import Channel, State


class Wave(models.Model):
    """One run. Its key, label and dates are those of the agreement's calendar.

    `signed_document` and `signed_terms` are the fingerprints of what was in force when it opened. `follows` is the wave
    whose list its own was compared with when it was frozen; null: there was none, or it was gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="waves")
    key = models.CharField(max_length=50)
    label = models.CharField(max_length=200)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=[(s.value, s.name) for s in State], default=State.PLANNED.value)
    released_at = models.DateTimeField(null=True, blank=True)
    signed_document = models.CharField(max_length=64, blank=True, default="")
    signed_terms = models.CharField(max_length=64, blank=True, default="")
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followed_by")

    class Meta:
        ordering = ("opens_at",)
        constraints = (
            models.UniqueConstraint(fields=("agreement", "key"), name="wave_key_once_per_agreement"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="wave_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="wave_state"),
        )

    def __str__(self) -> str:
        return self.label


class SignedDocument(models.Model):
    """The agreement as it was in force when the wave opened, in its canonical JSON: what the fingerprint is of."""

    wave = models.OneToOneField(Wave, on_delete=models.PROTECT, primary_key=True, related_name="signed")
    document = models.BinaryField()


class Group(models.Model):
    """People counted together in one wave: those of a unit, smaller ones below merged in. Frozen with the roster.

    `merged` are the other units whose people are counted here. `channel` is chosen before the wave opens.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="groups")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    headcount = models.PositiveIntegerField()
    merged = models.ManyToManyField(Unit, related_name="+", blank=True)
    channel = models.CharField(max_length=4, choices=[(c.value, c.name) for c in Channel], default=Channel.SLIP.value)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("wave", "unit"), name="group_one_per_unit_and_wave"),
            models.CheckConstraint(condition=Q(headcount__gte=1), name="group_has_people"),
            models.CheckConstraint(condition=Q(channel__in=[c.value for c in Channel]), name="group_channel"),
        )


class Trail(models.Model):
    """People who stood together in every list that they were followed through: a group, and where they stood before.

    `before` is their trail in the wave that this one's list was compared with (`Wave.follows`); null: they were not
    on that list, or it was compared with none. Counts of people alone, for disclosure control.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="trails")
    before = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="after")
    people = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "before"), name="trail_one_per_group_and_before"),
            models.UniqueConstraint(fields=("group",), condition=Q(before__isnull=True), name="trail_one_of_newcomers"),
            models.CheckConstraint(condition=Q(people__gte=1), name="trail_has_people"),
        )
