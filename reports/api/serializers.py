"""What the API answers with."""

from rest_framework import serializers

from reports.api.report_shape import ReportData

LANGUAGES = ("nb", "nn", "sv", "en")


class ReleasedReport(serializers.Serializer[object]):
    """A round whose report is ready. `id` is the round's; `fingerprint` is the SHA-256 of the release record."""

    id = serializers.UUIDField(read_only=True)
    organisation = serializers.CharField(read_only=True)
    wave = serializers.CharField(read_only=True)
    released_at = serializers.DateTimeField(read_only=True)
    fingerprint = serializers.RegexField(r"^[0-9a-f]{64}$", read_only=True)


class ReportDocument(ReleasedReport):
    """A report in one language: the same content as on the page and in the PDF."""

    language = serializers.ChoiceField(choices=LANGUAGES, read_only=True)
    report = ReportData(read_only=True)


class Detail(serializers.Serializer[object]):
    """An error, in a sentence for a person."""

    detail = serializers.CharField(read_only=True)
