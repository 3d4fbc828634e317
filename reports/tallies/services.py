"""The only door to opened ballots."""

from reports.tallies.counting import count
from reports.tallies.types import WaveTally
from surveys.ballots.opening import open_ballots
from surveys.questionnaires.loading import load
from surveys.waves.models import Wave
from surveys.waves.selectors import groups_of


def tally(*, wave: Wave, private_key: bytes) -> WaveTally:
    """Decrypt the wave's ballots in memory and return their counts per atom; nothing is stored."""
    questionnaire = load(wave.agreement.questionnaire, wave.agreement.questionnaire_version)
    opened = open_ballots(wave=wave, private_key=private_key, questionnaire=questionnaire)
    sheets = ((ballot.group, ballot.answers) for ballot in opened)
    return count(questionnaire, sheets, [str(group.id) for group in groups_of(wave)], wave.agreement.crossings)
