"""How the items of a scale hang together in a whole wave: sums and sums of products, in memory. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from reports.tallies.types import ItemSums
from surveys.ballots.types import Answers
from surveys.questionnaires.rules import oriented
from surveys.questionnaires.types import Questionnaire, Scale


def joint_sums(questionnaire: Questionnaire, sheets: Sequence[Answers]) -> dict[str, ItemSums]:
    """Return the sums of each scale of two items or more, over the sheets on which all its items are answered.

    Items in the questionnaire's order, in points (0 to 100) in the direction of the scale's name.
    """
    return {
        scale.key: _summed(_points(questionnaire, scale, sheets), len(scale.items))
        for scale in questionnaire.scales
        if len(scale.items) > 1
    }


def _points(questionnaire: Questionnaire, scale: Scale, sheets: Iterable[Answers]) -> Iterable[list[int]]:
    items = [item for item in questionnaire.items if item.key in scale.items]
    for sheet in sheets:
        single: Mapping[str, int] = sheet.single
        if all(item.key in single for item in items):
            yield [
                oriented(single[item.key], len(questionnaire.answer_lists[item.answers]), item.reversed)
                for item in items
            ]


def _summed(people: Iterable[Sequence[int]], items: int) -> ItemSums:
    n, sums, products = 0, [0] * items, [[0] * items for _ in range(items)]
    for points in people:
        n += 1
        for first, one in enumerate(points):
            sums[first] += one
            for second, other in enumerate(points):
                products[first][second] += one * other
    return ItemSums(n, tuple(sums), tuple(map(tuple, products)))
