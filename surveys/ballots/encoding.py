"""An answer sheet as bytes: one length per questionnaire version, whatever was answered, and one form per sheet.

Layout: format version (1 byte) | the first 8 bytes of the questionnaire's fingerprint | one byte per single item, in
the questionnaire's order (0 = skipped, else the option's value) | one byte per background question, likewise (0 =
skipped or not asked: all sheets of a version are alike, whatever the agreement asks) | one bit field per multiple item
(bit i of the field is option i, the lowest bit of the first byte being option 0) | zeros up to a multiple of 64 bytes.
"""

from collections.abc import Mapping, Set

from surveys.ballots.types import Answers
from surveys.questionnaires.types import MultipleItem, Questionnaire

FORMAT = 1
FINGERPRINT_BYTES = 8
BLOCK = 64
HEADER_BYTES = 1 + FINGERPRINT_BYTES


class BadAnswers(ValueError):
    """The answers do not fit the questionnaire, or the bytes are not an answer sheet of it.

    `item` is the key of the item at fault, where there is one. The message never holds an answer: it may reach a log.
    """

    def __init__(self, message: str, item: str | None = None) -> None:
        super().__init__(message)
        self.item = item


def encoded_length(questionnaire: Questionnaire) -> int:
    """Return the number of bytes of every encoded answer sheet of this questionnaire version, a multiple of 64."""
    bytes_of_choices = sum(_field_bytes(item) for item in questionnaire.multiple)
    content = HEADER_BYTES + len(single_options(questionnaire)) + bytes_of_choices
    return -(-content // BLOCK) * BLOCK


def single_options(questionnaire: Questionnaire) -> dict[str, int]:
    """Return how many options each question of one answer has, in the order of the sheet: items, then background."""
    items = {item.key: len(questionnaire.answer_lists[item.answers]) for item in questionnaire.items}
    return items | {one.key: len(one.options) for one in questionnaire.background}


def encode(questionnaire: Questionnaire, answers: Answers) -> bytes:
    """Return the answers as `encoded_length` bytes; raise BadAnswers where they do not fit the questionnaire."""
    options = single_options(questionnaire)
    _refuse_unknown(answers.single, options.keys())
    _refuse_unknown(answers.multiple, {item.key for item in questionnaire.multiple})
    parts = [_header(questionnaire)]
    parts += [bytes([_single_value(key, most, answers.single.get(key))]) for key, most in options.items()]
    parts += [_bit_field(item, answers.multiple.get(item.key, frozenset())) for item in questionnaire.multiple]
    return b"".join(parts).ljust(encoded_length(questionnaire), b"\0")


def decode(questionnaire: Questionnaire, plaintext: bytes) -> Answers:
    """Return the answers in `plaintext`; raise BadAnswers unless they are bytes that `encode` gives for some answers.

    Skipped items, single and multiple, are absent from the result.
    """
    if len(plaintext) != encoded_length(questionnaire):
        raise BadAnswers("the answer sheet has the wrong length")
    if plaintext[:HEADER_BYTES] != _header(questionnaire):
        raise BadAnswers("the answer sheet belongs to another format or questionnaire version")
    position = HEADER_BYTES
    single: dict[str, int] = {}
    for key, most in single_options(questionnaire).items():
        if plaintext[position]:
            single[key] = _single_value(key, most, plaintext[position])
        position += 1
    multiple: dict[str, frozenset[str]] = {}
    for choice in questionnaire.multiple:
        end = position + _field_bytes(choice)
        chosen = _chosen(choice, plaintext[position:end])
        if chosen:
            multiple[choice.key] = chosen
        position = end
    if any(plaintext[position:]):
        raise BadAnswers("the answer sheet's padding is not empty")
    return Answers(single=single, multiple=multiple)


def _header(questionnaire: Questionnaire) -> bytes:
    fingerprint = bytes.fromhex(questionnaire.fingerprint)
    if len(fingerprint) < FINGERPRINT_BYTES:
        raise ValueError("a questionnaire's fingerprint is a SHA-256 in hex")
    return bytes([FORMAT]) + fingerprint[:FINGERPRINT_BYTES]


def _field_bytes(item: MultipleItem) -> int:
    return -(-len(item.options) // 8)


def _refuse_unknown(given: Mapping[str, object], known: Set[str]) -> None:
    if not known >= given.keys():
        raise BadAnswers("the answers name an item that the questionnaire does not have")


def _single_value(key: str, options: int, value: int | None) -> int:
    if value is None:
        return 0
    # bool is an int in Python, and True would pass for the first option.
    if type(value) is not int or not 1 <= value <= min(options, 255):
        raise BadAnswers("the answer is not one of the item's options", key)
    return value


def _bit_field(item: MultipleItem, chosen: frozenset[str]) -> bytes:
    keys = [key for key, _ in item.options]
    if not chosen.issubset(keys):
        raise BadAnswers("a chosen option is not one of the item's options", item.key)
    _refuse_company(item, chosen)
    bits = sum(1 << index for index, key in enumerate(keys) if key in chosen)
    return bits.to_bytes(_field_bytes(item), "little")


def _chosen(item: MultipleItem, field: bytes) -> frozenset[str]:
    bits = int.from_bytes(field, "little")
    if bits >> len(item.options):
        raise BadAnswers("a chosen option is not one of the item's options", item.key)
    chosen = frozenset(key for index, (key, _) in enumerate(item.options) if bits >> index & 1)
    _refuse_company(item, chosen)
    return chosen


def _refuse_company(item: MultipleItem, chosen: frozenset[str]) -> None:
    if len(chosen) > 1 and chosen & item.exclusive:
        raise BadAnswers("an option that stands alone was chosen together with others", item.key)
