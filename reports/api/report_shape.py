"""The shape of a whole report as data."""

from rest_framework import serializers

from reports.api.register_shapes import RegisterInReport
from reports.api.shapes import (
    CrossedFigures,
    GroupFigures,
    ItemShares,
    MeasureShares,
    Rounds,
    ScaleFigures,
    Shape,
    WithheldCrossing,
)


class ReportData(Shape):
    """A report. `text` holds its words in the language asked for; names come in every language."""

    format = serializers.CharField()
    format_version = serializers.IntegerField()
    fingerprint = serializers.CharField()
    signing_key = serializers.CharField(allow_null=True)
    synthetic = serializers.BooleanField()
    organisation = serializers.CharField()
    country = serializers.CharField()
    parties = serializers.ListField(child=serializers.CharField())
    threshold = serializers.IntegerField()
    retention_days = serializers.IntegerField()
    whole = serializers.CharField()
    waves = Rounds()
    compared = serializers.BooleanField()
    not_compared = serializers.CharField(allow_null=True)
    changes = serializers.ListField(child=serializers.DictField())
    scales = ScaleFigures(many=True)
    trend = serializers.DictField(allow_null=True)
    better = serializers.ListField(child=serializers.CharField())
    worse = serializers.ListField(child=serializers.CharField())
    cannot_tell = serializers.ListField(child=serializers.CharField())
    groups = GroupFigures(many=True)
    crossed = CrossedFigures(many=True)
    withheld_crossed = WithheldCrossing(many=True)
    effort = serializers.CharField()
    measures = MeasureShares(many=True)
    register = RegisterInReport(allow_null=True)
    items = ItemShares(many=True)
    withheld = serializers.DictField()
    size = serializers.DictField(allow_null=True)
    method = serializers.DictField()
    text = serializers.DictField()
