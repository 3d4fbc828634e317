"""From rows that were linked with people to the answers that the attacker believes to be theirs."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from surveys.ballots.encoding import BadAnswers, decode
from surveys.ballots.sealing import BadKey, CannotUnseal, ballot_info, unseal
from surveys.questionnaires.types import Questionnaire
from tests.adversary.attackers.guessing import Guess, learned_guess

Reader = Callable[[bytes, str], Guess | None]
"""Tries to read a row's bytes, given the row's group."""


def reader(questionnaire: Questionnaire, wave_id: UUID, keys: Sequence[bytes]) -> Reader:
    """Return what reads a row that is in the clear, or sealed to a key whose private half is among `keys`."""

    def read(content: bytes, group: str) -> Guess | None:
        tried = [content]
        for key in keys:
            try:
                tried.append(unseal(content, private_key=key, info=ballot_info(wave_id, UUID(group))))
            except (CannotUnseal, BadKey, ValueError):
                continue
        for plain in tried:
            try:
                return decode(questionnaire, plain).single
            except BadAnswers:
                continue
        return None

    return read


def believed(
    linked: Mapping[str, bytes],
    groups: Mapping[str, str],
    read: Reader,
    *,
    informants: Mapping[str, Guess],
    published: Mapping[str, Guess],
    items: Sequence[str],
) -> tuple[dict[str, Guess], int]:
    """Return a guess for everybody in `published`, and how many of the linked rows could be read.

    A row that cannot be read is guessed at from its bytes where that helps, else what is published is the guess.
    """
    opened = {person: read(content, groups[person]) for person, content in linked.items()}
    guesses = learned_guess(linked, informants, published, items)
    for person, found in opened.items():
        if found is not None and person in guesses:
            guesses[person] = {item: found.get(item, published[person][item]) for item in items}
    return guesses, sum(found is not None for found in opened.values())
