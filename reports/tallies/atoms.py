"""Names of atoms: people who share their group and their answers to the crossings. Pure."""

from collections.abc import Mapping


def atom_name(group: str, answers: Mapping[str, int]) -> str:
    """Return the atom of a group's people with these answers: question to option (1 … n), in the agreement's order."""
    return "|".join([group, *(f"{question}={option}" for question, option in answers.items())])


def group_of(atom: str) -> str:
    """Return the group whose people an atom holds."""
    return atom.split("|", 1)[0]


def answer_in(atom: str, crossing: str) -> int | None:
    """Return which option (1 … n) an atom's people chose, or None where they skipped the question."""
    for part in atom.split("|")[1:]:
        question, option = part.split("=", 1)
        if question == crossing:
            return int(option)
    return None
