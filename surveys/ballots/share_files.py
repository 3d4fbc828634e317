"""The two files that pass between the server and a custodian's own machine: her sealed share, and her opened one.

The labels tell the custodian what she is about to open. They are the server's word: only wave and holder are tied to
the seal, so a share that was sealed for one wave never opens as another's.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from surveys.ballots.base64url import from_text, to_text
from surveys.ballots.custody import Holder, Share, open_share

_SEALED, _OPENED = "tillit sealed share", "tillit opened share"
VERSION = 1


class BadShareFile(ValueError):
    """The text is not a share file of the expected kind."""


@dataclass(frozen=True, slots=True)
class SealedShare:
    """What a custodian fetches: her share, sealed to her public key, and which box it is for."""

    wave_id: UUID
    organisation: str
    wave: str
    holder: Holder
    sealed: bytes

    def to_json(self) -> str:
        """Return the file's text."""
        head = _Head(self.wave_id, self.organisation, self.wave)
        return _written(_SEALED, head, {"holder": self.holder, "sealed": to_text(self.sealed)})

    @staticmethod
    def from_json(text: str) -> "SealedShare":
        """Return the file that `to_json` wrote; raise BadShareFile."""
        head, rest = _read(_SEALED, text, ("holder", "sealed"))
        try:
            # True == 1 and 1.0 == 1: only a whole number names a holder.
            holder, sealed = Holder(rest["holder"] if type(rest["holder"]) is int else 0), from_text(rest["sealed"])
        except (ValueError, TypeError):
            raise BadShareFile("the sealed share cannot be read") from None
        return SealedShare(head.wave_id, head.organisation, head.wave, holder, sealed)

    def opened(self, private_key: bytes) -> "OpenedShare":
        """Return the answer to hand in; raise sealing.CannotUnseal or custody.BadShare."""
        share = open_share(self.sealed, wave_id=self.wave_id, holder=self.holder, private_key=private_key)
        return OpenedShare(self.wave_id, self.organisation, self.wave, share)


@dataclass(frozen=True, slots=True)
class OpenedShare:
    """What a custodian hands in: her share in the clear. Worth nothing without another holder's."""

    wave_id: UUID
    organisation: str
    wave: str
    share: Share

    def to_json(self) -> str:
        """Return the file's text."""
        head = _Head(self.wave_id, self.organisation, self.wave)
        return _written(_OPENED, head, {"share": to_text(self.share.to_bytes())})

    @staticmethod
    def from_json(text: str) -> "OpenedShare":
        """Return the file that `to_json` wrote; raise BadShareFile."""
        head, rest = _read(_OPENED, text, ("share",))
        try:
            share = Share.from_bytes(from_text(rest["share"]))
        except (ValueError, TypeError):
            raise BadShareFile("the opened share cannot be read") from None
        return OpenedShare(head.wave_id, head.organisation, head.wave, share)


@dataclass(frozen=True, slots=True)
class _Head:
    """What both kinds of file say about the box."""

    wave_id: UUID
    organisation: str
    wave: str


def _written(kind: str, head: _Head, rest: Mapping[str, object]) -> str:
    box = {"wave_id": str(head.wave_id), "organisation": head.organisation, "wave": head.wave}
    return json.dumps({"format": kind, "version": VERSION, **box, **rest}, ensure_ascii=False, indent=2) + "\n"


def _read(kind: str, text: str, names: tuple[str, ...]) -> tuple[_Head, dict[str, Any]]:
    try:
        found = json.loads(text)
        head = _Head(UUID(found["wave_id"]), found["organisation"], found["wave"])
        rest = {name: found[name] for name in names}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadShareFile("the text is not a share file") from None
    if (found.get("format"), found.get("version")) != (kind, VERSION):
        raise BadShareFile("the file is of another kind or version")
    if not isinstance(head.organisation, str) or not isinstance(head.wave, str):
        raise BadShareFile("the file does not say what it is for")
    return head, rest
