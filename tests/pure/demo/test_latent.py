"""The latent model: the same seed, the same answers; the shape that the scenario states."""

from statistics import mean

from project.demo.latent import LEVELS, MEASURES, answers_of
from project.demo.scenario import LEFT_BETWEEN, model_places
from surveys.questionnaires.loading import load
from surveys.questionnaires.rules import scale_score_twelfths

QUESTIONNAIRE = load("arbeidshverdag", 1)


def test_the_model_case_has_forty_people_and_three_who_were_replaced() -> None:
    places = model_places()
    before, after = ({person for person, _ in places[wave]} for wave in "12")
    assert (len(before), len(after), len(before & after)) == (40, 40, 40 - len(LEFT_BETWEEN))
    assert {unit for _, unit in places["1"]} == {"lag-a", "lag-b", "lag-c"}
    assert {unit for _, unit in places["2"]} == {"felles"}


def test_a_seed_decides_everything_and_another_gives_other_answers() -> None:
    first, again, other = (answers_of(QUESTIONNAIRE, model_places(), seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_about_85_per_cent_answer_and_some_items_are_skipped() -> None:
    places = {wave: [(n, unit) for n, (_, unit) in enumerate(placed * 20)] for wave, placed in model_places().items()}
    lines = answers_of(QUESTIONNAIRE, places, seed=3)
    assert 0.82 < len(lines) / 1600 < 0.88
    answered = mean(len(line.answers.single) for line in lines) / len(QUESTIONNAIRE.items)
    assert 0.96 < answered < 0.98


def test_levels_and_measures_name_what_the_questionnaire_has() -> None:
    assert set(LEVELS) == {scale.key for scale in QUESTIONNAIRE.scales}
    options = {key for item in QUESTIONNAIRE.multiple for key, _ in item.options if key not in item.exclusive}
    assert set(MEASURES) == options


def test_large_samples_lie_near_the_stated_levels() -> None:
    places = {wave: [(n, unit) for n, (_, unit) in enumerate(placed * 25)] for wave, placed in model_places().items()}
    lines = answers_of(QUESTIONNAIRE, places, seed=4)
    for scale in QUESTIONNAIRE.scales:
        for number, wave in enumerate("12"):
            found = [
                scale_score_twelfths(QUESTIONNAIRE, scale, line.answers.single) for line in lines if line.wave == wave
            ]
            level = mean(score / 12 for score in found if score is not None)
            # Cutting to five options draws levels towards the middle; 4 points hold at 1 000 people.
            assert abs(level - LEVELS[scale.key][number]) < 4, scale.key
