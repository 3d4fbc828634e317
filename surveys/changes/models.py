"""Policy changes: what "before" and "after" are before and after."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from surveys.changes.rules import Kind
from surveys.organisations.models import Membership, Organisation, Unit


class PolicyChange(models.Model):
    """A dated change at work; `name` and `description` are texts per language (nb, nn, sv, en).

    `revises` is the change that this is a later version of. `exempt` says in words who in the units it does not hold
    for. A change is never removed: one entered by mistake is withdrawn and stays in view.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="policy_changes")
    date = models.DateField()
    kind = models.CharField(max_length=30, choices=[(k.value, k.name) for k in Kind])
    name = models.JSONField()
    description = models.JSONField()
    units = models.ManyToManyField(Unit, related_name="policy_changes")
    exempt = models.TextField(default="", blank=True)
    revises = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="revisions")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("date",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in Kind]), name="change_kind"),
            models.CheckConstraint(
                condition=Q(revises__isnull=True) | ~Q(revises=F("id")), name="change_does_not_revise_itself"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="change_withdrawn_by_somebody",
            ),
        )
