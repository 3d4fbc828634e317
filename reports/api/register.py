"""The register of monitoring measures as JSON, for the people of the workplace."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from reports.api.serializers import Detail
from reports.api.views import Endpoint
from surveys.errors import NotFound
from surveys.monitoring.exchange import FORMAT, register_as_data
from surveys.monitoring.selectors import entries
from surveys.monitoring.types import ActKind, Outcome
from surveys.organisations.access import membership_in


class MeasureVersion(serializers.Serializer[object]):
    """One version of an entry. `contents` holds every field by its name, null or empty where nothing is said."""

    number = serializers.IntegerField(min_value=1)
    at = serializers.DateTimeField()
    by = serializers.CharField()
    owner = serializers.CharField()
    contents = serializers.DictField()


class MeasureAct(serializers.Serializer[object]):
    """What a party said of an entry. A confirmation and a settlement are `about` another act."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=[kind.value for kind in ActKind])
    party = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    text = serializers.CharField(allow_blank=True)
    about = serializers.UUIDField(allow_null=True)
    held_on = serializers.DateField(allow_null=True)
    outcome = serializers.ChoiceField(choices=[outcome.value for outcome in Outcome], allow_null=True)
    next_on = serializers.DateField(allow_null=True)


class RegisteredMeasure(serializers.Serializer[object]):
    """One entry, its versions and acts oldest first."""

    number = serializers.IntegerField(min_value=1)
    versions = MeasureVersion(many=True)
    acts = MeasureAct(many=True)


class RegisterDocument(serializers.Serializer[object]):
    """The register of one workplace."""

    format = serializers.ChoiceField(choices=[FORMAT])
    format_version = serializers.IntegerField()
    organisation = serializers.UUIDField()
    measures = RegisteredMeasure(many=True)


class Register(Endpoint):
    """One workplace's register."""

    @extend_schema(operation_id="read_register", responses={200: RegisterDocument, 404: Detail})
    def get(self, request: Request, organisation_id: UUID) -> Response:
        """Return every entry with all its versions."""
        if not request.user.is_authenticated:
            raise NotFound
        organisation = membership_in(request.user, organisation_id).organisation
        return Response(register_as_data(entries(organisation), organisation=organisation.id))
