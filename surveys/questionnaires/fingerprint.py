"""The fingerprint that both parties sign: it changes when anything that a person reads or that is computed changes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields

from surveys.questionnaires.types import Background, Item, MultipleItem, Questionnaire, Scale, Section


def fingerprint(questionnaire: Questionnaire) -> str:
    """Return the SHA-256 of `canonical(questionnaire)`: 64 hexadecimal digits."""
    return hashlib.sha256(canonical(questionnaire)).hexdigest()


def canonical(questionnaire: Questionnaire) -> bytes:
    """Return all of the questionnaire but its fingerprint as JSON in UTF-8: sorted keys, no spaces, sets sorted."""
    plain = _plain(questionnaire)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _plain(value: object) -> object:
    match value:
        case Questionnaire() | Section() | Item() | MultipleItem() | Background() | Scale():
            names = (field.name for field in fields(value))
            return {name: _plain(getattr(value, name)) for name in names if name != "fingerprint"}
        case Mapping():
            return {str(name): _plain(inner) for name, inner in value.items()}
        case frozenset():
            return sorted(str(inner) for inner in value)
        case tuple():
            return [_plain(inner) for inner in value]
        case _:
            return value
