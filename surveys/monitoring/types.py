"""What is said of a monitoring measure. Pure data; dates are days in the workplace's own time zone."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class Kind(StrEnum):
    """What is observed. All but the last are the options of our questionnaire's list of measures."""

    CALL_RECORDING = "call_recording"
    LISTENING_IN = "listening_in"
    HANDLING_TIME = "handling_time"
    SCHEDULE_ADHERENCE = "schedule_adherence"
    QUEUE_SCREENS = "queue_screens"
    LOGIN_STATUS = "login_status"
    SCREEN_CAPTURE = "screen_capture"
    LOCATION = "location"
    CAMERA = "camera"
    MESSAGE_READING = "message_reading"
    AUTOMATIC_SCORING = "automatic_scoring"
    CUSTOMER_RATINGS = "customer_ratings"
    OTHER = "other"


class Aim(StrEnum):
    """The purpose in the taxonomy of Ravid et al. (2020), Journal of Management 46(1): what the figures are for."""

    PERFORMANCE = "performance"
    DEVELOPMENT = "development"
    SAFETY = "safety"
    SURVEILLANCE = "surveillance"


class Reach(StrEnum):
    """How invasive (the same taxonomy): what of a person is followed."""

    RESULT = "result"
    BEHAVIOUR = "behaviour"
    PERSON = "person"


class Continuity(StrEnum):
    """When it is done (synchronicity in the same taxonomy)."""

    ALWAYS = "always"
    REGULAR = "regular"
    SOMETIMES = "sometimes"


class Openness(StrEnum):
    """How open it is (transparency in the same taxonomy)."""

    OPEN = "open"
    PARTLY = "partly"
    HIDDEN = "hidden"


class Level(StrEnum):
    PERSON = "person"
    GROUP = "group"
    BOTH = "both"


class Said(StrEnum):
    """Yes, no, or not said."""

    YES = "yes"
    NO = "no"


class Assessment(StrEnum):
    """Of the consequences for data protection (GDPR art. 35)."""

    DONE = "done"
    NOT_NEEDED = "not_needed"
    NOT_DONE = "not_done"


class Talks(StrEnum):
    NONE = "none"
    DISCUSSED = "discussed"
    NEGOTIATED = "negotiated"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that the parties keep themselves: its name and the SHA-256 of its bytes, in hex. Never the file."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """One version of an entry. Empty text, None and "" are "not said". `units` are codes, `changes` ids of changes."""

    name: str
    kind: Kind
    units: tuple[str, ...]
    groups: str = ""
    supplier: str = ""
    aim: Aim | None = None
    reach: Reach | None = None
    continuity: Continuity | None = None
    openness: Openness | None = None
    purpose: str = ""
    need: str = ""
    alternatives: str = ""
    legal_basis: str = ""
    data_types: str = ""
    level: Level | None = None
    seen_by: str = ""
    retention: str = ""
    appraisal: Said | None = None
    automated: Said | None = None
    emotions: Said | None = None
    outsourced: Said | None = None
    assessment: Assessment | None = None
    assessed_on: date | None = None
    risk_assessed_on: date | None = None
    talks: Talks | None = None
    talked_on: date | None = None
    talked_with: str = ""
    minutes: str = ""
    informed_on: date | None = None
    informed_in: tuple[str, ...] = ()
    started_on: date | None = None
    expected_end: date | None = None
    ended_on: date | None = None
    evaluated_on: date | None = None
    evaluate_by: date | None = None
    contact: str = ""
    changes: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


CHOICES: Mapping[str, type[StrEnum]] = {
    "kind": Kind, "aim": Aim, "reach": Reach, "continuity": Continuity, "openness": Openness, "level": Level,
    "appraisal": Said, "automated": Said, "emotions": Said, "outsourced": Said, "assessment": Assessment,
    "talks": Talks,
}  # fmt: skip
DAYS = ("assessed_on", "risk_assessed_on", "talked_on", "informed_on", "started_on", "expected_end", "ended_on",
        "evaluated_on", "evaluate_by")  # fmt: skip
LISTS = ("units", "informed_in", "changes")
FIELDS = tuple(field.name for field in fields(Contents))


def to_plain(contents: Contents) -> dict[str, Any]:
    """Return the contents as JSON data, every field present."""
    plain: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(contents, name)
        if name == "attachments":
            plain[name] = [{"name": one.name, "sha256": one.sha256} for one in value]
        elif name in LISTS:
            plain[name] = list(value)
        elif name in DAYS:
            plain[name] = value.isoformat() if value else None
        else:
            plain[name] = None if value is None else str(value)
    return plain


def from_plain(plain: Mapping[str, Any]) -> Contents:
    """Return the contents of JSON data; a field that is missing is "not said".

    Raises ValueError, KeyError or TypeError for data that are not of an entry.
    """
    found: dict[str, Any] = {}
    for name in FIELDS:
        if name not in plain:
            continue
        value = plain[name]
        if name == "attachments":
            found[name] = tuple(Attachment(str(one["name"]), str(one["sha256"])) for one in value)
        elif name in LISTS:
            found[name] = tuple(str(one) for one in value)
        elif name in DAYS:
            found[name] = date.fromisoformat(value) if value else None
        elif name in CHOICES:
            found[name] = CHOICES[name](value) if value else None
        else:
            found[name] = str(value or "")
    return Contents(**found)


class ActKind(StrEnum):
    """What a party says of an entry without changing it."""

    COMMENT = "comment"
    DISAGREEMENT = "disagreement"
    SETTLED = "settled"
    EVALUATION = "evaluation"
    CONFIRMATION = "confirmation"


class Outcome(StrEnum):
    """What a joint evaluation came to."""

    KEEP = "keep"
    CHANGE = "change"
    END = "end"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing said. A confirmation and a settlement are about another act, `about`."""

    id: UUID
    kind: ActKind
    party_id: UUID
    party: str
    person: str
    at: datetime
    text: str
    about: UUID | None
    held_on: date | None
    outcome: Outcome | None
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Version:
    """One version with who wrote it and when."""

    number: int
    at: datetime
    person: str
    party: str
    owner_id: UUID
    owner: str
    by_union: bool
    contents: Contents


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure as it stands: its latest version, all versions, oldest first, and all acts, oldest first.

    `number` counts within the workplace from 1. `by_union`: the entry belongs to a union, not to the employer.
    """

    number: int
    versions: tuple[Version, ...]
    acts: tuple[Act, ...]

    @property
    def latest(self) -> Version:
        return self.versions[-1]

    @property
    def contents(self) -> Contents:
        return self.latest.contents

    @property
    def open_disagreements(self) -> tuple[Act, ...]:
        """Return the disagreements that have not been settled."""
        settled = {act.about for act in self.acts if act.kind is ActKind.SETTLED}
        return tuple(act for act in self.acts if act.kind is ActKind.DISAGREEMENT and act.id not in settled)

    def confirmed_by(self, evaluation: Act) -> frozenset[UUID]:
        """Return the parties that stand behind an evaluation: who wrote it and who confirmed it."""
        return frozenset(
            {evaluation.party_id}
            | {act.party_id for act in self.acts if act.kind is ActKind.CONFIRMATION and act.about == evaluation.id}
        )
