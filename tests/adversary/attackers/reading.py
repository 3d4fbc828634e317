"""From rows that were linked with people to the answers that the attacker believes to be theirs."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from surveys.ballots.encoding import BadAnswers, decode
from surveys.ballots.sealing import BadKey, CannotUnseal, ballot_info, unseal
from surveys.questionnaires.types import Questionnaire
from surveys.waves.key_files import CannotUnwrap, WaveKeyMissing, WaveKeys
from tests.adversary.attackers.guessing import Guess, learned_guess

Reader = Callable[[bytes, str], Guess | None]
"""Tries to read a row's bytes, given the row's group."""


def reader(
    questionnaire: Questionnaire, wave_id: UUID, keys: Sequence[bytes], key_files: Sequence[bytes] = ()
) -> Reader:
    """Return what reads a row that is in the clear, or sealed to a key whose private half is among `keys`.

    With one of the wave's `key_files` the wrapping around a sealed row is taken off first.
    """

    def read(content: bytes, group: str) -> Guess | None:
        bare = [content, *unwrapped(content, wave_id, group, key_files)]
        tried = list(bare)
        for key in keys:
            for sealed in bare:
                try:
                    tried.append(unseal(sealed, private_key=key, info=ballot_info(wave_id, UUID(group))))
                except (CannotUnseal, BadKey, ValueError):
                    continue
        for plain in tried:
            try:
                return decode(questionnaire, plain).single
            except BadAnswers:
                continue
        return None

    return read


def unwrapped(content: bytes, wave_id: UUID, group: str, key_files: Sequence[bytes]) -> list[bytes]:
    """Return what is inside a row's wrapping, by whichever of the key files fits."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        store = WaveKeys(Path(folder))
        for key in key_files:
            (Path(folder) / f"{wave_id}.key").write_bytes(key)
            with suppress(CannotUnwrap, WaveKeyMissing):
                found.append(store.unwrap(wave_id, content, purpose=f"ballot:{UUID(group)}"))
    return found


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
