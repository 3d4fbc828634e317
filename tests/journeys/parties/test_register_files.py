"""The register as a file over HTTP: fetched by everybody at the table, changed by a party, shown before it is saved."""

import html
import io
import json
import re
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from surveys.monitoring.models import Version
from surveys.monitoring.selectors import entries
from surveys.monitoring.table import COLUMNS
from tests.journeys.parties.conftest import ROLES, House
from tests.journeys.parties.test_register import NEW, WRITERS, at, register, text
from tests.pure.monitoring.test_register_files import Value

FORMS = ("xlsx", "json")


def fetched(house: House, form: str = "xlsx", who: str = "employer") -> bytes:
    answer = house.get(who, at(house, f"fil/{form}/"))
    assert answer.status_code == 200
    return answer.content


def edited(house: House, *cells: tuple[int, str, Value]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(fetched(house)))
    for line, column, value in cells:
        cell: Any = book.worksheets[0].cell(line, COLUMNS.index(column) + 1)
        # Not cell(…, value): that leaves what stands there where the value is None.
        cell.value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def send(house: House, raw: bytes, who: str = "employer") -> HttpResponse:
    return house.post(who, at(house, "ta-inn/"), {"file": SimpleUploadedFile("register.xlsx", raw)})


def shown_rows(answer: HttpResponse) -> str:
    found = re.search(r'name="rows" value="([^"]*)"', text(answer))
    assert found
    return html.unescape(found[1])


NEW_ROW = ((3, "name", "@Skjerm & <b>"), (3, "kind", "Skjermer som viser køen og hvem som er logget på"),
           (3, "units", "lag-2"))  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_everybody_at_the_table_fetches_the_same_and_a_stranger_nothing(house: House, form: str) -> None:
    register(house)
    files = [fetched(house, form, who) for who in ROLES]
    assert len(set(files)) == 1
    answer = house.get("union", at(house, f"fil/{form}/"))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="kontrolltiltak.{form}"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert house.get("outsider", at(house, f"fil/{form}/")).status_code == 404
    assert house.get("employee", at(house, f"fil/{form}/")).status_code == 303
    assert house.get("union", at(house, "fil/csv/")).status_code == 404


def test_the_file_is_the_same_data_as_the_api_gives(house: House) -> None:
    register(house)
    api = house.browsers["union"].get(f"/parter/api/v1/registers/{house.place.organisation.id}/")
    assert json.loads(fetched(house, "json")) == api.json()


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_the_workbook_speaks_the_readers_language(house: House, language: str) -> None:
    register(house)
    address = f"/parter/{language}/{at(house, 'fil/xlsx/')}"
    answer = house.browsers["union"].get(address)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    first = {"nb": "Tiltak", "nn": "Tiltak", "sv": "Åtgärder", "en": "Measures"}[language]
    assert book.sheetnames[0] == first
    kind = {
        "nb": "Opptak av samtaler",
        "nn": "Opptak av samtalar",
        "sv": "Inspelning av samtal",
        "en": "Recording of calls",
    }
    values = [cell.value for cell in book.worksheets[0][2]]
    assert str(values[COLUMNS.index("kind")]).split()[0] == kind[language].split()[0]


def test_what_the_file_would_do_is_shown_and_then_done(house: House) -> None:
    register(house)
    answer = send(house, edited(house, (2, "need", "Mange klager"), *NEW_ROW))
    page = text(answer)
    assert answer.status_code == 200
    for sentence in ("Ingenting er lagret ennå.", "1 nytt tiltak", "1 tiltak får en ny versjon", "0 tiltak er som før",
                     "Mange klager", "@Skjerm &amp; &lt;b&gt;"):  # fmt: skip
        assert sentence in page
    assert Version.objects.count() == 1
    done = house.post("employer", at(house, "ta-inn/"), {"rows": shown_rows(answer)})
    assert done.status_code == 303
    assert "1 tiltak er ført opp. 1 har fått en ny versjon." in text(house.get("employer", at(house)))
    assert [one.contents.name for one in entries(house.place.organisation)] == ["Lydlogg", "@Skjerm & <b>"]
    assert "Registeret ble endret fra en fil. Nye tiltak: 1. Endrede tiltak: 1." in text(
        house.get("union", f"virksomhet/{house.place.organisation.id}/logg/")
    )
    # The button pressed twice.
    assert house.post("employer", at(house, "ta-inn/"), {"rows": shown_rows(answer)}).status_code == 303
    assert Version.objects.count() == 3


def test_an_unchanged_file_has_nothing_to_save(house: House) -> None:
    register(house)
    for form in FORMS:
        page = text(send(house, fetched(house, form)))
        assert "Det er ingenting å lagre." in page
        assert 'name="rows"' not in page


def test_what_is_wrong_is_told_by_line_and_nothing_is_saved(house: House) -> None:
    register(house)
    answer = send(house, edited(house, (2, "started_on", "6. mai"), (3, "name", "Kamera")))
    page = text(answer)
    assert answer.status_code == 400
    assert "Ingenting er lagret." in page
    for sentence in ("Skriv en dato, for eksempel 2019-05-06.", "6. mai", "Begynte", "ett av svarene i kodeboken"):
        assert sentence in page
    assert Version.objects.count() == 1


def test_who_saved_meanwhile_is_told_when_it_is_confirmed(house: House) -> None:
    register(house)
    answer = send(house, edited(house, (2, "need", "Fra filen"), *NEW_ROW))
    house.post("employer", at(house, "1/endre/"), NEW | {"need": "På siden", "read": "1"})
    late = house.post("employer", at(house, "ta-inn/"), {"rows": shown_rows(answer)})
    assert late.status_code == 409
    assert "Employer har lagret versjon 2 etter at filen ble hentet." in text(late)
    assert [one.contents.need for one in entries(house.place.organisation)] == ["På siden"]


@pytest.mark.parametrize("who", [*ROLES, "outsider", "employee"])
def test_only_a_party_changes_the_register_from_a_file(house: House, who: str) -> None:
    register(house)
    raw = edited(house, *NEW_ROW)
    statuses = [house.get(who, at(house, "ta-inn/")).status_code, send(house, raw, who).status_code]
    rows = shown_rows(send(house, raw, "union"))
    statuses.append(house.post(who, at(house, "ta-inn/"), {"rows": rows}).status_code)
    expected = {"employee": [303] * 3}.get(who, [200, 200, 303] if who in WRITERS else [404] * 3)
    assert statuses == expected
    assert len(entries(house.place.organisation)) == (2 if who in WRITERS else 1)


@pytest.mark.parametrize("sent", [{}, {"rows": ""}, {"rows": "{}"}, {"rows": "[" * 5000}])
def test_a_confirmation_of_nothing(house: House, sent: dict[str, object]) -> None:
    answer = house.post("union", at(house, "ta-inn/"), sent)
    assert answer.status_code in {400, 409}
    assert Version.objects.count() == 0


def test_rows_that_were_tampered_with_are_judged_like_any_others(house: House) -> None:
    register(house)
    data = json.loads(shown_rows(send(house, edited(house, (2, "need", "Fra filen")))))
    data["measures"][0]["versions"][0]["contents"]["units"] = ["felles"]
    answer = house.post("employer", at(house, "ta-inn/"), {"rows": json.dumps(data)})
    assert answer.status_code == 409
    assert "Velg blant virksomhetens egne enheter." in text(answer)
    assert house.post("union", at(house, "ta-inn/"), {"rows": json.dumps(data)}).status_code == 409
    assert Version.objects.count() == 1
