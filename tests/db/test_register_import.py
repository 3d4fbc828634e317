"""Changing the register from a file: all or nothing, by the owner alone, on top of what was read, and never twice."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.audit.selectors import check_chain
from surveys.audit.selectors import entries as log_of
from surveys.errors import NotFound
from surveys.monitoring import talks
from surveys.monitoring.exchange import register_as_data
from surveys.monitoring.incoming import BadFile, Plan, as_data, plan_of, take_in
from surveys.monitoring.models import Measure, Version
from surveys.monitoring.reading import Row, read
from surveys.monitoring.selectors import entries
from surveys.monitoring.services import register, revise
from surveys.monitoring.table import COLUMNS
from surveys.monitoring.types import Attachment, Contents, Kind, Outcome, Talks, to_plain
from surveys.monitoring.workbook import register_as_workbook
from tests import factories
from tests.factories import DRAFTED, Workplace
from tests.pure.monitoring.test_register_files import Value
from tests.pure.monitoring.test_register_files import contents as any_contents

LOG = Contents(
    "Lydlogg", Kind.CALL_RECORDING, ("senteret",), purpose="Opplæring\r\nog klager", started_on=date(2018, 3, 25),
    attachments=(Attachment("referat.pdf", "ab" * 32),), talks=Talks.DISCUSSED, talked_on=date(2018, 1, 1),
)  # fmt: skip
CAMERA = Contents("Kamera", Kind.CAMERA, ("lag-1",))
LATER = DRAFTED + timedelta(days=1)


@pytest.fixture
def place(db: None) -> Workplace:
    """A workplace whose employer has one entry and whose union has one."""
    found = factories.workplace()
    write(found, LOG, "employer")
    write(found, CAMERA, "union")
    return found


def write(place: Workplace, said: Contents, who: str = "employer") -> Measure:
    return register(organisation=place.organisation, contents=said, by=place.members[who], now=DRAFTED)


def workbook(place: Workplace) -> bytes:
    organisation = place.organisation
    return register_as_workbook(
        entries(organisation), organisation=organisation.id, name=organisation.name, timezone=organisation.timezone,
        units={}, changes={},
    )  # fmt: skip


def as_json(place: Workplace) -> bytes:
    return json.dumps(register_as_data(entries(place.organisation), organisation=place.organisation.id)).encode()


def rows_of(place: Workplace, raw: bytes) -> list[Row]:
    found = read(raw, organisation=place.organisation.id)
    assert found.refused == []
    return found.rows


def edited(place: Workplace, *cells: tuple[int, str, Value]) -> list[Row]:
    """Return the rows of the workbook with (line, column, value) put in; lines 2 and 3 are the two entries."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(place)))
    for line, column, value in cells:
        cell: Any = book.worksheets[0].cell(line, COLUMNS.index(column) + 1)
        # Not cell(…, value): that leaves what stands there where the value is None.
        cell.value = value
    file = io.BytesIO()
    book.save(file)
    return rows_of(place, file.getvalue())


def new_row(line: int = 4, name: str = "Skjerm") -> list[tuple[int, str, Value]]:
    return [(line, "name", name), (line, "kind", "queue_screens"), (line, "units", "lag-2")]


def plan(place: Workplace, rows: list[Row], who: str = "employer") -> Plan:
    return plan_of(organisation=place.organisation, rows=rows, by=place.members[who])


def take(place: Workplace, rows: list[Row], who: str = "employer") -> Plan:
    return take_in(organisation=place.organisation, rows=rows, by=place.members[who], now=LATER)


def wrong(place: Workplace, rows: list[Row], who: str = "employer") -> list[tuple[int, str, str]]:
    return [(one.line, str(one.column), str(one.reason)) for one in plan(place, rows, who).wrong]


@pytest.mark.parametrize("form", [workbook, as_json])
@pytest.mark.parametrize("language", ["nb", "sv"])
@pytest.mark.parametrize("who", ["union", "employer"])
def test_the_file_as_it_was_handed_out_changes_nothing(
    place: Workplace, form: Callable[[Workplace], bytes], language: str, who: str
) -> None:
    before, log = entries(place.organisation), len(log_of(place.organisation.id))
    with translation.override(language):
        rows = rows_of(place, form(place))
    done = take(place, rows, who)
    assert (done.new, done.changed, done.unchanged) == ([], [], [1, 2])
    assert entries(place.organisation) == before
    assert len(log_of(place.organisation.id)) == log


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_contents, st.sampled_from([workbook, as_json]))
def test_whatever_stands_in_the_register_comes_back_unchanged(
    place: Workplace, said: Contents, form: Callable[[Workplace], bytes]
) -> None:
    measure = write(place, CAMERA)
    # What an older version of the code took in is in the register too, whatever the rules say today.
    stored = Version(measure=measure, number=2, owner=place.employer, by=place.members["employer"], at=DRAFTED)
    stored.contents = json.loads(json.dumps(to_plain(said)))
    stored.save()
    done = plan(place, rows_of(place, form(place)))
    assert (done.new, done.changed, done.wrong) == ([], [], [])
    assert measure.number in done.unchanged


def test_a_changed_cell_is_a_new_version_by_whoever_sent_the_file(place: Workplace) -> None:
    done = take(place, edited(place, (2, "need", "Mange klager"), (2, "evaluate_by", date(2019, 12, 31))))
    assert [(item.number, item.read) for item in done.changed] == [(1, 1)]
    first, second = entries(place.organisation)[0].versions
    assert first.contents == LOG
    assert second.contents == replace(LOG, need="Mange klager", evaluate_by=date(2019, 12, 31))
    assert (second.person, second.party, second.owner, second.at) == ("Employer", "Ledelsen", "Ledelsen", LATER)
    assert [entry.event for entry in log_of(place.organisation.id)][-2:] == ["measure-revised", "register-imported"]
    assert check_chain(place.organisation.id).broken_at is None


def test_a_new_row_is_an_entry_of_ones_own_party(place: Workplace) -> None:
    done = take(place, edited(place, *new_row()), "union")
    assert len(done.new) == 1
    latest = entries(place.organisation)[2].latest
    assert (latest.owner, latest.by_union, latest.contents.name) == ("Fagforeningen", True, "Skjerm")


def test_taken_in_twice_it_stands_once(place: Workplace) -> None:
    rows = edited(place, *new_row(), (2, "need", "Mange klager"))
    take(place, rows)
    before = entries(place.organisation)
    again = take(place, rows)
    assert (again.new, again.changed, again.unchanged) == ([], [], [1, 2, 3])
    assert entries(place.organisation) == before


def test_one_bad_row_and_nothing_is_written(place: Workplace) -> None:
    rows = edited(place, *new_row(), (2, "need", "Mange klager"), (4, "units", "lag-9"), (5, "name", "Uten slag"))
    before = entries(place.organisation)
    with pytest.raises(BadFile) as told:
        take(place, rows)
    assert [(one.line, str(one.column), one.text) for one in told.value.wrong] == [
        (4, "Enheter som tiltaket gjelder for", "lag-9"), (5, "Hva som følges med på", ""),
    ]  # fmt: skip
    assert entries(place.organisation) == before


def test_what_another_party_wrote_is_not_changed_by_a_file(place: Workplace) -> None:
    rows = edited(place, (3, "need", "Trengs ikke"))
    assert wrong(place, rows, "union") == []
    assert [(line, reason[:31]) for line, _column, reason in wrong(place, rows)] == [
        (3, "Oppføringen tilhører en annen p")
    ]
    assert wrong(place, edited(place, (3, "owner", "Ledelsen")))[0][:2] == (3, "Hvem oppføringen tilhører")
    for who in ("safety", "organiser"):
        with pytest.raises(NotFound):
            take(place, rows, who)
    stranger = factories.workplace(name="Kystnes", prefix="annen-").members["union"]
    with pytest.raises(NotFound):
        take_in(organisation=place.organisation, rows=rows, by=stranger, now=LATER)
    assert Version.objects.count() == 2


def test_what_somebody_saved_meanwhile_is_told_and_not_written_over(place: Workplace) -> None:
    rows, untouched = edited(place, (2, "need", "Fra filen")), edited(place, (3, "need", "Sett i går"))
    measure = Measure.objects.get(organisation=place.organisation, number=1)
    meanwhile = replace(LOG, supplier="Et firma")
    revise(measure=measure, contents=meanwhile, read=1, by=place.members["employer"], now=DRAFTED)
    with pytest.raises(BadFile) as told:
        take(place, rows)
    assert "Employer har lagret versjon 2 etter at filen ble hentet." in str(told.value.wrong[0].reason)
    assert entries(place.organisation)[0].contents == meanwhile
    # The row that nobody wrote in puts nothing back to what it was.
    assert take(place, untouched, "union").unchanged == [1]
    assert entries(place.organisation)[0].contents == meanwhile
    on_top = [replace(row, version=2) if row.number == 1 else row for row in rows]
    fields = dict(on_top[0].fields) | {"supplier": "Et firma"}
    take(place, [replace(on_top[0], fields=fields), *on_top[1:]])
    assert entries(place.organisation)[0].contents == replace(meanwhile, need="Fra filen")


def test_a_column_left_out_says_nothing_and_an_empty_cell_says_nothing_stands_there(place: Workplace) -> None:
    rows = edited(place, (2, "purpose", None))
    without = [replace(row, fields={"name": row.fields["name"]}) for row in rows]
    assert plan(place, without).unchanged == [1, 2]
    assert [item.contents.purpose for item in plan(place, rows).changed] == [""]
    assert plan(place, rows[:1]).unchanged == []
    take(place, rows[:1])
    assert len(entries(place.organisation)) == 2


@pytest.mark.parametrize(
    ("cells", "where", "what"),
    [
        ([(2, "number", 7)], (2, "Nummer"), "Registeret har ikke noe tiltak med dette nummeret"),
        ([(3, "number", 1)], (3, "Nummer"), "Det samme tiltaket står to ganger"),
        ([*new_row(), *new_row(5)], (5, "Hva tiltaket kalles hos dere"), "Det samme tiltaket står to ganger"),
        ([(2, "number", None)], (2, "Nummer"), "Raden har en versjon, men ikke noe nummer"),
        ([(2, "version", None)], (2, "Versjon"), "Skriv hvilken versjon"),
        ([(2, "version", 9)], (2, "Versjon"), "Skriv hvilken versjon"),
        ([(2, "kind", None)], (2, "Hva som følges med på"), "Skriv hva som følges med på"),
        ([(2, "name", None)], (2, "Hva tiltaket kalles hos dere"), "Skriv hva tiltaket kalles"),
        ([(2, "name", "x" * 201)], (2, "Hva tiltaket kalles hos dere"), "Teksten er for lang"),
        ([(2, "need", "x" * 4001)], (2, "Hvorfor det trengs"), "Teksten er for lang"),
        ([(2, "ended_on", date(2018, 3, 24))], (2, "Avsluttet"), "Slutten kan ikke være før starten"),
        ([(2, "changes", "x")], (2, "Endringer på arbeidsplassen som det hører til"), "Velg blant virksomhetens"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_by_its_line_and_column(
    place: Workplace, cells: list[tuple[int, str, Value]], where: tuple[int, str], what: str
) -> None:
    found = wrong(place, edited(place, *cells))
    assert [one[:2] for one in found] == [where]
    assert found[0][2].startswith(what)


def test_a_sign_that_no_database_keeps_is_refused(place: Workplace) -> None:
    data = json.loads(as_json(place))
    for text in ("a\0b", "\ud800"):
        data["measures"][0]["versions"][0]["contents"]["need"] = text
        rows = rows_of(place, json.dumps(data).encode())
        assert wrong(place, rows) == [(1, "Hvorfor det trengs", "Dette er ikke tekst som kan lagres.")]


def test_the_history_in_a_file_is_not_taken_in(place: Workplace) -> None:
    measure = Measure.objects.get(organisation=place.organisation, number=1)
    revise(
        measure=measure, contents=replace(LOG, need="Ny"), read=1, by=place.members["employer"], now=DRAFTED
    )  # fmt: skip
    talks.evaluate(
        measure=measure, held_on=date(2018, 9, 1), outcome=Outcome.END, next_on=None, text="x", read=None,
        today=date(2018, 9, 3), by=place.members["union"], now=DRAFTED,
    )  # fmt: skip
    data = json.loads(as_json(place))
    data["measures"][0]["versions"][0]["contents"]["need"] = "Omskrevet"
    data["measures"][0]["versions"][0]["by"] = "En annen"
    data["measures"][0]["acts"] = []
    before = entries(place.organisation)
    assert take(place, rows_of(place, json.dumps(data).encode())).unchanged == [1, 2]
    assert entries(place.organisation) == before


def test_what_the_page_shows_is_what_it_sends_back(place: Workplace) -> None:
    rows = edited(place, *new_row(), (2, "need", "Mange\nklager"))
    shown = plan(place, rows)
    back = read(json.dumps(as_data(shown, organisation=place.organisation.id)).encode(),
                organisation=place.organisation.id)  # fmt: skip
    assert back.rows == [item.row for item in (*shown.changed, *shown.new)]
