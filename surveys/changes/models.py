"""Policy changes: what "before" and "after" are before and after."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from surveys.changes.rules import Kind
from surveys.organisations.models import Organisation, Unit


class PolicyChange(models.Model):
    """A dated change at work; `name` and `description` are texts per language (nb, nn, sv, en)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="policy_changes")
    date = models.DateField()
    kind = models.CharField(max_length=30, choices=[(k.value, k.name) for k in Kind])
    name = models.JSONField()
    description = models.JSONField()
    units = models.ManyToManyField(Unit, related_name="policy_changes")

    class Meta:
        ordering = ("date",)
        constraints = (models.CheckConstraint(condition=Q(kind__in=[k.value for k in Kind]), name="change_kind"),)
