"""What both parties sign before anything opens."""

from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from surveys.agreements.rules import SMALLEST_THRESHOLD, Holder
from surveys.organisations.models import Membership, Organisation, Party


class Agreement(models.Model):
    """The terms: questionnaire, groups, threshold, dates, custodians, retention and what is published.

    `units` are unit codes whose rows are planned for publication; `calendar` is a list of
    {"key", "label", "opens", "closes"} with ISO moments in UTC. `crossings` are keys of background questions that
    are asked, and `divisions` those of the `units` where their groups may be shown besides the whole workplace.
    `expected_percent` is how many in a hundred the parties expect to answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    title = models.CharField(max_length=200)
    questionnaire = models.CharField(max_length=50)
    questionnaire_version = models.PositiveIntegerField()
    questionnaire_fingerprint = models.CharField(max_length=64)
    threshold = models.PositiveIntegerField(validators=[MinValueValidator(SMALLEST_THRESHOLD)])
    retention_days = models.PositiveIntegerField(default=14, validators=[MinValueValidator(1), MaxValueValidator(90)])
    opening_days = models.PositiveIntegerField(default=60, validators=[MinValueValidator(7), MaxValueValidator(365)])
    units = models.JSONField(default=list)
    crossings = models.JSONField(default=list, blank=True)
    divisions = models.JSONField(default=list, blank=True)
    expected_percent = models.PositiveIntegerField(
        default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    calendar = models.JSONField(default=list)
    plan = models.JSONField(default=list, blank=True)
    opens_on_holidays = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(threshold__gte=SMALLEST_THRESHOLD), name="agreement_threshold_never_below_five"
            ),
            models.CheckConstraint(condition=Q(expected_percent__range=(1, 100)), name="agreement_expected_percent"),
        )

    def __str__(self) -> str:
        return self.title


class Custodian(models.Model):
    """Who holds a share of the box key: one for each union, the employer's, a substitute. `public_key` is her own,
    65 bytes. That each union has one holder and no more is for services.name_custodian to see to.

    One who has been replaced (`replaced_at`) keeps her share of the boxes that were made before.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="custodians")
    holder = models.CharField(max_length=10, choices=[(h.value, h.name) for h in Holder])
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT)
    public_key = models.BinaryField(max_length=65)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "holder"),
                condition=Q(replaced_at__isnull=True, holder__in=[Holder.EMPLOYER.value, Holder.SUBSTITUTE.value]),
                name="custodian_one_per_holder",
            ),
            models.UniqueConstraint(
                fields=("agreement", "membership"),
                condition=Q(replaced_at__isnull=True),
                name="custodian_one_share_each",
            ),
            models.CheckConstraint(condition=Q(holder__in=[h.value for h in Holder]), name="custodian_holder"),
        )


class CustodianKey(models.Model):
    """The public half (65 bytes) of a key that a person has made in her own browser, for agreements to name."""

    membership = models.OneToOneField(
        Membership, on_delete=models.PROTECT, primary_key=True, related_name="custodian_key"
    )
    public_key = models.BinaryField(max_length=65)
    made_at = models.DateTimeField()


class Signature(models.Model):
    """One party's signature under the document with this fingerprint. It counts until that document changes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT)
    fingerprint = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "party"), condition=Q(voided_at__isnull=True), name="signature_one_valid_per_party"
            ),
        )
