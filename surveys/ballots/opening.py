"""Reading the ballots of a closed box, in memory alone. Only reports.tallies may use this module."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.ballots.encoding import BadAnswers, decode
from surveys.ballots.keeping import taken_out
from surveys.ballots.models import Ballot
from surveys.ballots.sealing import CannotUnseal, ballot_info, unseal
from surveys.ballots.types import Answers
from surveys.questionnaires.types import Questionnaire
from surveys.waves.key_files import CannotUnwrap
from surveys.waves.models import Wave


@dataclass(frozen=True, slots=True)
class OpenedBallot:
    """One answer sheet with the id of its group; `answers` is None where the ballot could not be read."""

    group: str
    answers: Answers | None


def open_ballots(*, wave: Wave, private_key: bytes, questionnaire: Questionnaire) -> Iterator[OpenedBallot]:
    """Yield every ballot of the wave, decrypted with the box's private key (32 bytes), in random order."""
    ballots = Ballot.objects.filter(group__wave=wave).select_related("group").order_by("id")
    for ballot in ballots.iterator(chunk_size=500):
        info = ballot_info(wave.id, ballot.group_id)
        try:
            answers = decode(questionnaire, unseal(taken_out(ballot), private_key=private_key, info=info))
        except (CannotUnwrap, CannotUnseal, BadAnswers):
            yield OpenedBallot(group=str(ballot.group_id), answers=None)
        else:
            yield OpenedBallot(group=str(ballot.group_id), answers=answers)
