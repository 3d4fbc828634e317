"""The register as a workbook in the active language: entries, every version, what was said, and a codebook.

The first sheet can be changed and taken in again (`reading.py`). The same register gives the same bytes.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from surveys.monitoring import table
from surveys.monitoring.fields import HINTS, LANGUAGE_NAMES, ORDER
from surveys.monitoring.table import COLUMNS, HEADINGS, NUMBER, OWNER, VERSION
from surveys.monitoring.types import CHOICES, DAYS, LISTS, Contents, Entry
from surveys.monitoring.wording import ACTS, CHOICE_WORDS, OUTCOMES

PLACE = "organisation"
"""The code of the line in the codebook that tells which workplace the file is of."""
AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet could take for the beginning of a formula when a cell is edited or pasted elsewhere."""
FIRST_DAY = date(1900, 3, 1)
"""Earlier days are written as text: a spreadsheet believes that 1900 was a leap year."""
EMPTY_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's date has no zone
NARROW, WIDE = 16, 34
Line = Sequence[table.Cell | datetime]


def register_as_workbook(
    entries: Sequence[Entry],
    *,
    organisation: UUID,
    name: str,
    timezone: str,
    units: Mapping[str, str],
    changes: Mapping[str, str],
) -> bytes:
    """Return the file. `units` and `changes` are what the workplace's own are called, by code and by id."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = Workbook(file, options)
    title = _("Register over kontrolltiltak")
    moments = [one.at for entry in entries for one in entry.versions]
    moments += [act.at for entry in entries for act in entry.acts]
    made = max(moments).replace(tzinfo=None, microsecond=0) if moments else EMPTY_MADE
    book.set_properties({"title": title, "author": name, "created": made})
    pen = _Pen(book, f"{title}: {name}")
    zone = ZoneInfo(timezone)
    pen.sheet(_("Tiltak"), [str(HEADINGS[column]) for column in COLUMNS], map(_row, entries))
    pen.sheet(_("Alle versjoner"), _version_head(), _versions(entries, zone))
    pen.sheet(_("Hva partene har sagt"), _act_head(), _acts(entries, zone))
    head = [_("Kolonne"), _("Kode"), _("Svar"), _("Betydning")]
    pen.sheet(_("Kodebok"), head, _codebook(str(organisation), name, units, changes))
    book.close()
    return file.getvalue()


class _Pen:
    """Writes sheets with one look."""

    def __init__(self, book: Workbook, title: str) -> None:
        top = {"valign": "top", "text_wrap": True}
        self.book, self.title = book, title
        self.header: Format = book.add_format({"bold": True, "bg_color": "#e6f0f1", "bottom": 1, **top})
        self.text: Format = book.add_format({"num_format": "@", **top})
        self.quoted: Format = book.add_format({"num_format": "@", "quote_prefix": True, **top})
        self.day: Format = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", **top})
        self.moment: Format = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left", **top})
        self.number: Format = book.add_format({"num_format": "0", "align": "left", **top})

    def sheet(self, name: str, head: Sequence[str], lines: Iterable[Line]) -> None:
        """Add a sheet: its heading in the first row, which stays in view, and a line for each row."""
        sheet = self.book.add_worksheet(name)
        for column, heading in enumerate(head):
            sheet.write_string(0, column, heading, self.header)
        sheet.set_column(0, len(head) - 1, WIDE)
        sheet.set_column(0, 1, NARROW)
        last = 0
        for last, line in enumerate(lines, start=1):
            for column, value in enumerate(line):
                self._cell(sheet, last, column, value)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(last, 1), len(head) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.repeat_rows(0)
        # An ampersand begins a code in what stands at the head of a sheet.
        sheet.set_header("&L" + self.title.replace("&", "&&")[:200])

    def _cell(self, sheet: Worksheet, row: int, column: int, value: table.Cell | datetime) -> None:
        if isinstance(value, datetime):
            sheet.write_datetime(row, column, value, self.moment)
        elif isinstance(value, date):
            if value < FIRST_DAY:
                sheet.write_string(row, column, value.isoformat(), self.text)
            else:
                sheet.write_datetime(row, column, value, self.day)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self.number)
        elif value:
            # Never write(): it would make a formula of a name that begins with an equals sign. The mark before such a
            # text keeps it a text when somebody edits the cell.
            sheet.write_string(row, column, value, self.quoted if value.startswith(AS_FORMULA) else self.text)


def _row(entry: Entry) -> Line:
    return (entry.number, entry.latest.number, entry.latest.owner, *_fields(entry.contents))


def _fields(contents: Contents) -> list[table.Cell]:
    return [table.cell_of(contents, field) for field in ORDER]


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, microsecond=0)


def _version_head() -> list[str]:
    who = [_("Når"), _("Skrevet av"), _("Part")]
    return [str(HEADINGS[NUMBER]), str(HEADINGS[VERSION]), *who, *(str(HEADINGS[one]) for one in (OWNER, *ORDER))]


def _versions(entries: Sequence[Entry], zone: ZoneInfo) -> list[Line]:
    return [
        (entry.number, one.number, _local(one.at, zone), one.person, one.party, one.owner, *_fields(one.contents))
        for entry in entries
        for one in entry.versions
    ]


def _act_head() -> list[str]:
    return [
        str(HEADINGS[NUMBER]),
        _("Når"),
        _("Hva"),
        _("Part"),
        _("Skrevet av"),
        _("Tekst"),
        _("Dagen dere møttes"),
        _("Hva dere kom fram til"),
        _("Neste felles vurdering, senest"),
    ]


def _acts(entries: Sequence[Entry], zone: ZoneInfo) -> list[Line]:
    return [
        (
            entry.number,
            _local(act.at, zone),
            str(ACTS[act.kind]),
            act.party,
            act.person,
            table.plain_lines(act.text),
            act.held_on or "",
            str(OUTCOMES[act.outcome]) if act.outcome else "",
            act.next_on or "",
        )
        for entry in entries
        for act in entry.acts
    ]


def _codebook(organisation: str, name: str, units: Mapping[str, str], changes: Mapping[str, str]) -> list[Line]:
    lines: list[Line] = [(_("Virksomhet"), PLACE, organisation, name)]
    for column in COLUMNS:
        heading = str(HEADINGS[column])
        lines.append((heading, column, "", _expected(column)))
        answers: Mapping[str, object] = {
            "units": units,
            "changes": changes,
            "informed_in": LANGUAGE_NAMES,
        }.get(column, CHOICE_WORDS.get(column, {}))
        lines += [(heading, column, code, str(meaning)) for code, meaning in answers.items()]
    return lines


def _expected(column: str) -> str:
    """Return what is to stand in a column, in words."""
    said = {
        NUMBER: _("Nummeret i registeret. La cellen stå tom for et nytt tiltak."),
        VERSION: _("Versjonen som raden ble laget fra. Ikke endre den: den viser om noen andre har skrevet siden."),
        OWNER: _("Står her til orientering og kan ikke endres i filen."),
        "attachments": _("Ett vedlegg per linje: navnet, og så (SHA-256 og fingeravtrykket) i parentes."),
    }
    if column in said:
        return said[column]
    if column in DAYS:
        form = _("En dag, skrevet som 2019-05-06.")
    elif column in CHOICES:
        form = _("Ett av svarene under, med ord eller kode.")
    elif column in LISTS:
        form = _("En eller flere av kodene under, med semikolon mellom.")
    else:
        form = _("Tekst.")
    hint = str(HINTS.get(column, ""))
    return f"{form} {hint}".strip()
