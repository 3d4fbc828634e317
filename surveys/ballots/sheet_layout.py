"""What a browser has to know to write an answer sheet itself: the layout of `surveys.ballots.encoding`, as JSON."""

from typing import Any

from surveys.ballots.encoding import FINGERPRINT_BYTES, encoded_length, single_options
from surveys.questionnaires.types import Questionnaire


def sheet_layout(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return the layout of this version's answer sheets, the same for everybody and without any text.

    `length` is the sheet's length in bytes, `fingerprint` 16 hexadecimal digits, `single` {"key", "options": how many}
    (background questions too, asked or not) and `multiple` {"key", "options": keys, "exclusive": keys}, both in the
    order of the sheet.
    """
    return {
        "length": encoded_length(questionnaire),
        "fingerprint": questionnaire.fingerprint[: 2 * FINGERPRINT_BYTES],
        "single": [{"key": key, "options": options} for key, options in single_options(questionnaire).items()],
        "multiple": [
            {"key": item.key, "options": [key for key, _ in item.options], "exclusive": sorted(item.exclusive)}
            for item in questionnaire.multiple
        ],
    }
