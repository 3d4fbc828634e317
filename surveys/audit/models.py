"""The log of what was done: append-only, each entry bound to the one before it."""

from django.db import models


class Chain(models.Model):
    """The head of one organisation's log; its row is locked while an entry is added."""

    organisation_id = models.UUIDField(primary_key=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="")


class Entry(models.Model):
    """One act. The database refuses to change or remove it (see the migration's triggers)."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    event = models.CharField(max_length=64)
    actor = models.CharField(max_length=200)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("sequence",)
        constraints = (models.UniqueConstraint(fields=("chain", "sequence"), name="audit_one_entry_per_number"),)
