"""The shape of a report as data. Points are 0–100; a figure that is withheld is null, with the reason beside it."""

from typing import Any

from rest_framework import serializers

Shape = serializers.Serializer[Any]


def texts() -> serializers.DictField:
    """Return the field of a text per language."""
    return serializers.DictField(child=serializers.CharField())


class Figure(Shape):
    """A figure as it was computed, and rounded as it is printed."""

    value = serializers.FloatField()
    rounded = serializers.FloatField()


class Level(Shape):
    """A mean with its 95 % interval. `spread`: made of the group's "own" deviation or that of the "whole"."""

    n = serializers.IntegerField(allow_null=True)
    mean = Figure(allow_null=True)
    low = Figure(allow_null=True)
    high = Figure(allow_null=True)
    spread = serializers.CharField(allow_null=True)
    withheld = serializers.CharField(allow_null=True)


class Interval(Shape):
    """The two ends of an interval."""

    low = Figure(allow_null=True)
    high = Figure(allow_null=True)


class Change(Shape):
    """A change in the scale's own direction; `gain` is the same with plus for better."""

    difference = Figure()
    low = Figure()
    high = Figure()
    gain = Figure()
    with_ordinary_variation = Interval()
    p = Figure()
    p_adjusted = Figure()
    method = serializers.CharField()
    adjustment = serializers.CharField()
    verdict = serializers.CharField()
    small = serializers.BooleanField()
    certainty = serializers.CharField()
    concerns = serializers.ListField(child=serializers.CharField())
    minimum_detectable = Figure(allow_null=True)


class Shares(Shape):
    """Shares of answers in per cent as released: "37", "20-30", "<=10", ">=80" or ">=90"."""

    n = serializers.IntegerField(allow_null=True)
    detail = serializers.CharField()
    percent = serializers.ListField(child=serializers.CharField())
    withheld = serializers.CharField(allow_null=True)


class ItemShares(Shape):
    """One question with its options in order."""

    key = serializers.CharField()
    text = texts()
    options = serializers.ListField(child=texts())
    before = Shares(allow_null=True)
    after = Shares(allow_null=True)


class MeasureOption(Shape):
    """One option of a question where several may be chosen."""

    key = serializers.CharField()
    name = texts()


class MeasureShares(Shape):
    """A question where several options may be chosen."""

    key = serializers.CharField()
    text = texts()
    options = MeasureOption(many=True)
    before = Shares(allow_null=True)
    after = Shares(allow_null=True)


class Reliability(Shape):
    """How well the questions of a scale hang together, where enough answered for it to be told."""

    alpha = Figure()
    low = Figure()
    high = Figure()
    omega = Figure(allow_null=True)


class ScaleFigures(Shape):
    """One scale for the whole workplace."""

    key = serializers.CharField()
    name = texts()
    direction = serializers.CharField()
    primary = serializers.BooleanField()
    minimal_important_difference = serializers.FloatField()
    before = Level(allow_null=True)
    after = Level(allow_null=True)
    change = Change(allow_null=True)
    no_change = serializers.CharField(allow_null=True)
    items = ItemShares(many=True)
    reliability = Reliability(allow_null=True)


class GroupFigures(Shape):
    """One released group in one of the rounds ("before" or "after")."""

    unit = serializers.CharField()
    name = serializers.CharField()
    wave = serializers.CharField()
    invited = serializers.IntegerField()
    answered = serializers.IntegerField()
    in_both_waves = serializers.BooleanField()
    levels = serializers.DictField(child=Level(allow_null=True))


class CrossedFigures(Shape):
    """Those in a unit who chose one option (1 … n) of a background question in this round; they are in the unit too."""

    unit = serializers.CharField()
    name = serializers.CharField()
    question = serializers.CharField()
    text = texts()
    option = serializers.IntegerField()
    option_key = serializers.CharField()
    option_name = texts()
    answered = serializers.IntegerField()
    levels = serializers.DictField(child=Level(allow_null=True))


class WithheldCrossing(Shape):
    """An option that is not shown for a unit, why, and the name of the unit that its people are read in."""

    unit = serializers.CharField()
    name = serializers.CharField()
    question = serializers.CharField()
    option = serializers.IntegerField()
    option_key = serializers.CharField()
    option_name = texts()
    reason = serializers.CharField()
    read_in = serializers.CharField(allow_null=True)


class Ballots(Shape):
    """Rights to answer issued, used and issued twice; ballots counted, unreadable and refused. Null: not told."""

    issued = serializers.IntegerField(allow_null=True)
    spent = serializers.IntegerField(allow_null=True)
    accepted = serializers.IntegerField(allow_null=True)
    undecryptable = serializers.IntegerField(allow_null=True)
    reissued = serializers.IntegerField(allow_null=True)
    refused = serializers.IntegerField(allow_null=True)


class Round(Shape):
    """One round. Days are ISO dates in the workplace's own time zone; `share` is 0–1."""

    key = serializers.CharField()
    opened = serializers.DateField()
    closed = serializers.DateField()
    invited = serializers.IntegerField(allow_null=True)
    answered = serializers.IntegerField(allow_null=True)
    share = Figure(allow_null=True)
    agreement = serializers.CharField()
    ballots = Ballots()


class Rounds(Shape):
    """This round, and the one that it is seen beside."""

    before = Round(allow_null=True)
    after = Round()


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
    items = ItemShares(many=True)
    withheld = serializers.DictField()
    size = serializers.DictField(allow_null=True)
    method = serializers.DictField()
    text = serializers.DictField()
