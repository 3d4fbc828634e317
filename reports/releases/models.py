"""What has been released, and who has said that she has read it."""

from datetime import datetime
from uuid import uuid4

from django.db import models

from surveys.organisations.models import Membership, Party
from surveys.waves.models import Wave


class Release(models.Model):
    """One wave's release: the record in its canonical JSON, and the fingerprint of it. All parties get it at once."""

    wave = models.OneToOneField(Wave, on_delete=models.PROTECT, primary_key=True, related_name="release")
    record = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    released_at = models.DateTimeField()


class LedgerRow(models.Model):
    """A row that was released, as the ids of the groups whose people it is over: what later waves are held against.

    A row that crosses a unit has its question and option; its groups are all of the unit's, whoever chose the option.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="ledger")
    unit = models.CharField(max_length=50)
    question = models.CharField(max_length=50, blank=True, default="")
    option = models.PositiveSmallIntegerField(default=0)
    groups = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("release", "unit", "question", "option"), name="ledger_row_once"),
        )


class Acknowledgement(models.Model):
    """That a party has said "read"."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="acknowledgements")
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("release", "party"), name="read_once_per_party"),)


class ShareLink(models.Model):
    """A link with which anybody may read one release. Its address is signed and not stored: surveys.signed_links."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="share_links")
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def counts(self, now: datetime) -> bool:
        """Tell whether the link can be used."""
        return self.revoked_at is None and now < self.expires_at
