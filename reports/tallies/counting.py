"""From answer sheets to counts, in memory. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from reports.tallies.types import AtomTally, OptionCounts, ScoreCounts, WaveTally
from surveys.ballots.types import Answers
from surveys.questionnaires.rules import scale_score_twelfths
from surveys.questionnaires.types import Questionnaire


def count(
    questionnaire: Questionnaire, sheets: Iterable[tuple[str, Answers | None]], atoms: Iterable[str]
) -> WaveTally:
    """Count a wave's sheets: pairs (atom, answers), where None is a ballot that could not be read.

    `atoms` are all groups of the wave, so that an empty one is counted as such. A sheet on which nothing at all was
    answered counts as an answer sheet, and in no scale or item.
    """
    by_atom: dict[str, list[Answers]] = {atom: [] for atom in atoms}
    undecryptable = 0
    for atom, answers in sheets:
        if answers is None:
            undecryptable += 1
        else:
            by_atom[atom].append(answers)
    tallies = tuple(_atom(questionnaire, atom, listed) for atom, listed in sorted(by_atom.items()))
    return WaveTally(atoms=tallies, accepted=sum(tally.n for tally in tallies), undecryptable=undecryptable)


def _atom(questionnaire: Questionnaire, atom: str, sheets: list[Answers]) -> AtomTally:
    return AtomTally(
        atom=atom, n=len(sheets), scales=_scales(questionnaire, sheets), items=_items(questionnaire, sheets)
    )


def _scales(questionnaire: Questionnaire, sheets: list[Answers]) -> Mapping[str, ScoreCounts]:
    scores: dict[str, Counter[int]] = defaultdict(Counter)
    for sheet in sheets:
        for scale in questionnaire.scales:
            score = scale_score_twelfths(questionnaire, scale, sheet.single)
            if score is not None:
                scores[scale.key][score] += 1
    return {scale.key: ScoreCounts(tuple(sorted(scores[scale.key].items()))) for scale in questionnaire.scales}


def _items(questionnaire: Questionnaire, sheets: list[Answers]) -> Mapping[str, OptionCounts]:
    counts: dict[str, OptionCounts] = {}
    for item in questionnaire.items:
        chosen = Counter(sheet.single[item.key] for sheet in sheets if item.key in sheet.single)
        options = range(1, len(questionnaire.answer_lists[item.answers]) + 1)
        counts[item.key] = OptionCounts(tuple(chosen[value] for value in options), chosen.total())
    for multiple in questionnaire.multiple:
        answered = [sheet.multiple[multiple.key] for sheet in sheets if sheet.multiple.get(multiple.key)]
        ticked = Counter(option for options_of_one in answered for option in options_of_one)
        counts[multiple.key] = OptionCounts(tuple(ticked[key] for key, _ in multiple.options), len(answered))
    return counts
