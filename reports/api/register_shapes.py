"""The shape of the register in a report: as it stood at the release, beside the shares who experience each kind."""

from rest_framework import serializers

from reports.api.shapes import Level, Shape


class DutyFinding(Shape):
    """Where a duty stands, why, and the day that the reason speaks of."""

    duty = serializers.CharField()
    status = serializers.CharField()
    reason = serializers.CharField()
    day = serializers.DateField(allow_null=True)


class MeasureInReport(Shape):
    """A measure as it stood at the release. `in_force`: on some day of the round."""

    number = serializers.IntegerField(min_value=1)
    version = serializers.IntegerField(min_value=1)
    kind = serializers.CharField()
    name = serializers.CharField()
    owner = serializers.CharField()
    by_union = serializers.BooleanField()
    started_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    evaluate_by = serializers.DateField(allow_null=True)
    in_force = serializers.BooleanField()
    never_discussed = serializers.BooleanField()
    open_disagreements = serializers.IntegerField(min_value=0)
    duties = DutyFinding(many=True)
    unknown_to_staff = serializers.BooleanField()
    ended_but_experienced = serializers.BooleanField()


class ExperiencedShare(Shape):
    """The share of the whole as released; `experienced`: by at least the threshold of people and over 10 %."""

    percent = serializers.CharField()
    experienced = serializers.BooleanField()


class MonitoringInRound(Shape):
    """Perceived monitoring in the whole in one round."""

    key = serializers.CharField()
    opened = serializers.DateField()
    closed = serializers.DateField()
    level = Level()


class ChangeInPeriod(Shape):
    """A policy change dated in the period; `side` is "comparison" where it did not hold for the unit."""

    date = serializers.DateField()
    side = serializers.CharField()


class OperationalFigures(Shape):
    """The parties' own figures of a unit in a period, both days included, by key."""

    unit = serializers.CharField()
    name = serializers.CharField()
    first = serializers.DateField()
    last = serializers.DateField()
    values = serializers.DictField(child=serializers.FloatField())
    rounds = serializers.ListField(child=serializers.CharField())
    changes = ChangeInPeriod(many=True)


class RegisterInReport(Shape):
    """The register and the operational figures as they stood on `day`, when the report became ready."""

    day = serializers.DateField()
    shares_shown = serializers.BooleanField()
    measures = MeasureInReport(many=True)
    experienced_not_registered = serializers.ListField(child=serializers.CharField())
    shares = serializers.DictField(child=ExperiencedShare())
    shares_before = serializers.DictField(child=ExperiencedShare(), allow_null=True)
    perceived_monitoring = MonitoringInRound(many=True)
    figures = OperationalFigures(many=True)
