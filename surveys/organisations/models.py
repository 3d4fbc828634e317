"""Workplaces, their units, the two parties and the people who act for them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from surveys.organisations.rules import Country, Role, Side


class UserManager(BaseUserManager["User"]):
    """Signs people in by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Somebody who acts for a party. Employees who answer have no account."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="nb")
    is_active = models.BooleanField(default=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A workplace that signs an agreement. `state` marks a state body, which serves in both bokmål and nynorsk."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, choices=[(c.value, c.name) for c in Country])
    timezone = models.CharField(max_length=64)
    state = models.BooleanField(default=False)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(country__in=[c.value for c in Country]), name="organisation_country"),
        )

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A part of the workplace, from `valid_from` up to and including `valid_to` (open-ended when null)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    code = models.CharField(max_length=50)
    name = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "code"), name="unit_code_once_per_organisation"),
            models.UniqueConstraint(
                fields=("organisation",), condition=Q(parent__isnull=True), name="unit_one_root_per_organisation"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="unit_period_not_reversed"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Party(models.Model):
    """One signatory: the employer, or a union. There is one employer and at least one union."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parties")
    side = models.CharField(max_length=10, choices=[(s.value, s.name) for s in Side])
    name = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "name"), name="party_name_once_per_organisation"),
            models.UniqueConstraint(
                fields=("organisation",), condition=Q(side=Side.EMPLOYER.value), name="party_one_employer"
            ),
            models.CheckConstraint(condition=Q(side__in=[s.value for s in Side]), name="party_side"),
        )

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person's role in one organisation. Representatives act for a party; the others for none."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(r.value, r.name) for r in Role])
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "user"), name="membership_one_role_each"),
            models.CheckConstraint(
                condition=Q(role__in=[r.value for r in Role if r.votes], party__isnull=False)
                | Q(role__in=[r.value for r in Role if not r.votes], party__isnull=True),
                name="membership_party_for_representatives_alone",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"


class Invitation(models.Model):
    """A link by which one person takes a role, once. Without an organisation it is a right to found one.

    `party` is the party that she is to represent; a party that is yet to come has its name alone. The address of the
    link is signed and is not stored: surveys.signed_links.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    role = models.CharField(max_length=30, choices=[(r.value, r.name) for r in Role], blank=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")
    party_name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="nb")
    invited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, role="")
                | Q(organisation__isnull=False, role__in=[r.value for r in Role]),
                name="invitation_role_in_an_organisation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email} ({self.role})"

    def counts(self, now: datetime) -> bool:
        """Tell whether the link can be used."""
        return self.used_at is None and self.revoked_at is None and now < self.expires_at
