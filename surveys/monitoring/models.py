"""The register of monitoring measures: entries in versions, and what the parties say of them. Links and figures.

Versions and acts are append-only: the database refuses to change or remove them (see the migration's triggers).
"""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from surveys.monitoring.figures import Key
from surveys.monitoring.rules import Stage
from surveys.monitoring.types import ActKind, Outcome
from surveys.organisations.models import Membership, Organisation, Party, Unit


class Measure(models.Model):
    """One entry; its row is locked while a version is added. `number` counts within the workplace from 1."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="measures")
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("organisation", "number"), name="measure_one_entry_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="measure_number_from_one"),
        )


class Version(models.Model):
    """What an entry says from `at` on, whose entry it is, and who wrote it. `contents`: see types.to_plain."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    contents = models.JSONField()
    owner = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("measure", "number"), name="measure_version_once"),)


class Act(models.Model):
    """A comment, a disagreement, its settlement, a joint evaluation, or another party's confirmation of one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="acts")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in ActKind])
    text = models.TextField(blank=True, default="")
    about = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    held_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True, default="", choices=[(o.value, o.name) for o in Outcome])
    next_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("sequence",)
        constraints = (
            models.UniqueConstraint(fields=("measure", "sequence"), name="measure_act_once"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in ActKind]), name="measure_act_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=[ActKind.SETTLED.value, ActKind.CONFIRMATION.value], about__isnull=False)
                | (~Q(kind__in=[ActKind.SETTLED.value, ActKind.CONFIRMATION.value]) & Q(about__isnull=True)),
                name="measure_act_about_another",
            ),
            models.UniqueConstraint(
                fields=("about", "party"),
                condition=Q(kind=ActKind.CONFIRMATION.value),
                name="measure_one_confirmation_each",
            ),
        )


class Feed(models.Model):
    """A link to a party's calendar: the digest of its token, never the token. It works until it is revoked."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)


class Reminder(models.Model):
    """One person's reminder of one evaluation: claimed before it is sent, so that no two workers send the same one.

    `done_at` is null until the mail server has answered. A day that is moved is reminded of anew.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="reminders")
    to = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    stage = models.CharField(max_length=10, choices=[(s.value, s.name) for s in Stage])
    claimed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("measure", "to", "due", "stage"), name="reminder_once"),
            models.CheckConstraint(condition=Q(stage__in=[s.value for s in Stage]), name="reminder_stage"),
        )


class Figure(models.Model):
    """One operational figure of a unit in a period, both days included; never of a person. A later batch replaces it.

    `value` is in the unit of measure of `key`: see figures.Key.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="figures")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    key = models.CharField(max_length=30, choices=[(k.value, k.name) for k in Key])
    value = models.DecimalField(max_digits=14, decimal_places=4)
    batch = models.PositiveIntegerField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("batch", "id")
        constraints = (
            models.UniqueConstraint(fields=("unit", "first", "last", "key", "batch"), name="figure_once_per_batch"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="figure_period_not_reversed"),
            models.CheckConstraint(condition=Q(key__in=[k.value for k in Key]), name="figure_key"),
        )
