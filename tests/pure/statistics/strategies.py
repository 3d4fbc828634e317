"""Samples as hypothesis draws them: scores of a scale of three items of five options, in points."""

from hypothesis import strategies as st

from reports.statistics.samples import Sample

POINTS = tuple(round(step * 100 / 12, 6) for step in range(13))


@st.composite
def samples(draw: st.DrawFn, *, least: int = 2, most_values: int = 8) -> Sample:
    """A sample of at least `least` people."""
    values = draw(st.lists(st.sampled_from(POINTS), min_size=1, max_size=most_values, unique=True))
    people = draw(st.lists(st.integers(1, 30), min_size=len(values), max_size=len(values)))
    people[0] += max(0, least - sum(people))
    return Sample.from_pairs(zip(values, people, strict=True))


def rows(sample: Sample) -> list[float]:
    """One number per person."""
    return [value for value, count in zip(sample.values, sample.counts, strict=True) for _ in range(count)]


def turned(sample: Sample) -> Sample:
    """The same people on the scale named the other way round."""
    return Sample.from_pairs((100.0 - value, count) for value, count in zip(sample.values, sample.counts, strict=True))
