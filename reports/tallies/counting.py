"""From answer sheets to counts, in memory. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from reports.tallies.atoms import atom_name
from reports.tallies.joint import joint_sums
from reports.tallies.types import AtomTally, OptionCounts, ScoreCounts, WaveTally
from surveys.ballots.types import Answers
from surveys.questionnaires.rules import scale_score_twelfths
from surveys.questionnaires.types import Questionnaire


def count(
    questionnaire: Questionnaire,
    sheets: Iterable[tuple[str, Answers | None]],
    atoms: Iterable[str],
    crossings: Sequence[str] = (),
) -> WaveTally:
    """Count a wave's sheets: pairs (group, answers), where None is a ballot that could not be read.

    `atoms` are all groups of the wave, so that an empty one is counted as such; `crossings` are the background
    questions that the parties agreed on, in the agreement's order. A group's own atom is those who answered none of
    them, and is there even if nobody did; atoms of answers are there where somebody answered so. An answer to
    background that was not agreed on is never looked at. A sheet on which nothing at all was answered counts as an
    answer sheet, and in no scale or item.
    """
    by_atom: dict[str, list[Answers]] = {atom: [] for atom in atoms}
    groups = frozenset(by_atom)
    undecryptable = 0
    for group, answers in sheets:
        if answers is None:
            undecryptable += 1
        elif group not in groups:
            raise KeyError(group)
        else:
            agreed = {key: answers.single[key] for key in crossings if key in answers.single}
            by_atom.setdefault(atom_name(group, agreed), []).append(answers)
    tallies = tuple(_atom(questionnaire, atom, listed) for atom, listed in sorted(by_atom.items()))
    every = [answers for listed in by_atom.values() for answers in listed]
    return WaveTally(tallies, sum(tally.n for tally in tallies), undecryptable, joint_sums(questionnaire, every))


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
