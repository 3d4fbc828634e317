"""Who may answer. Knows people, never answers."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from surveys.organisations.models import Organisation, Unit
from surveys.roster.types import MailState
from surveys.waves.models import Group, Trail


class Person(models.Model):
    """Somebody who works there, as last imported; removed from the list by the import that leaves her out.

    `reminders` is False once she has asked for none.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    language = models.CharField(max_length=2)
    listed = models.BooleanField(default=True)
    imported_on = models.DateField()
    reminders = models.BooleanField(default=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "email"), name="person_once_per_organisation"),)


class FrozenPlace(models.Model):
    """That a person may answer in a wave, in this group. Kept until the next wave's list is frozen.

    `trail` is how disclosure control follows her from list to list: people with the same groups have the same.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="places")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="places")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    trail = models.ForeignKey(Trail, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("group", "person"), name="place_once_per_group"),)


class Link(models.Model):
    """One link that was mailed to a person. Only the SHA-256 of its token is stored; each mail carries a fresh one."""

    place = models.ForeignKey(FrozenPlace, on_delete=models.CASCADE, related_name="links")
    digest = models.BinaryField(max_length=32, unique=True)


class Issuance(models.Model):
    """That a person has collected her right to answer: SHA-256 of the blinded message that was signed last.

    The same bytes may be signed again, others not, unless the organiser has granted one more (`may_reissue`).
    """

    place = models.OneToOneField(FrozenPlace, on_delete=models.CASCADE, primary_key=True, related_name="issuance")
    blinded = models.BinaryField(max_length=32)
    reissues = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(reissues__lte=1), name="issuance_reissued_once_at_most"),)


class ReissueGrant(models.Model):
    """That the organiser has let a person collect anew, whether or not she has collected before. Once per person."""

    place = models.OneToOneField(FrozenPlace, on_delete=models.CASCADE, primary_key=True, related_name="reissue_grant")


class Mailing(models.Model):
    """One e-mail to one person for one reason; it is sent once. `uncertain`: sent again, an answer having been lost.

    `claimed_at` is when a worker took it up last: it tells a claim that was left behind from one that is at work, and
    when what the server put off may be tried again. It is taken away once the mailing is done with.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    place = models.ForeignKey(FrozenPlace, on_delete=models.CASCADE, related_name="mailings")
    reason = models.CharField(max_length=20)
    state = models.CharField(
        max_length=8, choices=[(s.value, s.name) for s in MailState], default=MailState.WAITING.value
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    uncertain = models.BooleanField(default=False)
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("place", "reason"), name="mailing_once_per_reason"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in MailState]), name="mailing_state"),
        )
