"""Reading released reports. A report that is missing and one that the reader may not see answer alike."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from reports.api.serializers import LANGUAGES, Detail, ReleasedReport, ReportDocument
from reports.documents import services as documents
from reports.releases.access import release_for
from reports.releases.selectors import Released, release_of
from surveys.errors import NotFound, StatedError
from surveys.organisations.selectors import memberships_of
from surveys.waves.selectors import waves_of

Handler = Callable[[Exception, dict[str, Any]], Response | None]


class UnknownLanguage(StatedError):
    """A language in which no report is written."""

    message = _("Rapporten finnes ikke på språket «%(language)s». Velg nb, nn, sv eller en.")


def stated(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer every error with {"detail"}: a stated one says its own sentence, and who may not look finds nothing."""
    if isinstance(error, NotAuthenticated | AuthenticationFailed | PermissionDenied):
        error = NotFound()
    if isinstance(error, StatedError):
        return Response({"detail": error.sentence()}, status=error.http_status)
    return exception_handler(error, context)


class Endpoint(APIView):
    """A read-only address. Nothing that it answers is kept on the way."""

    def get_exception_handler(self) -> Handler:
        return stated

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        finished = super().finalize_response(request, response, *args, **kwargs)
        finished.headers["Cache-Control"] = "no-store"
        return finished


class Reports(Endpoint):
    """The reports of the organisations that the person signed in belongs to."""

    @extend_schema(operation_id="list_reports", responses={200: ReleasedReport(many=True), 404: Detail})
    def get(self, request: Request) -> Response:
        """Return the released reports, oldest first within each organisation."""
        if not request.user.is_authenticated:
            raise NotFound
        released = [
            release_of(wave)
            for membership in memberships_of(request.user)
            for wave in waves_of(membership.organisation)
        ]
        return Response([_head(one) for one in released if one is not None])


class Report(Endpoint):
    """One report."""

    @extend_schema(
        operation_id="read_report",
        parameters=[OpenApiParameter("language", str, enum=LANGUAGES, description="Default: the reader's own.")],
        responses={200: ReportDocument, 400: Detail, 404: Detail},
    )
    def get(self, request: Request, wave_id: UUID) -> Response:
        """Return the report in the language asked for, else the best that the reader's browser asks for."""
        released, _membership = release_for(request.user, wave_id)
        language = request.query_params.get("language") or get_language() or LANGUAGES[0]
        if language not in LANGUAGES:
            raise UnknownLanguage(language=language[:20])
        return Response({**_head(released), "language": language, "report": documents.plain_of(released, language)})


class Schema(SpectacularJSONAPIView):
    """The API in OpenAPI 3.1, for anybody: it holds no report."""

    authentication_classes = ()


def _head(released: Released) -> dict[str, Any]:
    return {
        "id": released.wave.id,
        "organisation": released.wave.agreement.organisation.name,
        "wave": released.wave.label,
        "released_at": released.released_at,
        "fingerprint": released.fingerprint,
    }
