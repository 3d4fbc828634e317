"""A log line never holds what somebody typed."""

import io
import logging
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from project.logs import NoPersonalData, without_personal_data
from surveys.credentials.codes import ALPHABET, shown


def logger() -> tuple[logging.Logger, io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(NoPersonalData())
    made = logging.Logger("tested")
    made.addHandler(handler)
    return made, stream


@given(st.text(ALPHABET, min_size=12, max_size=12))
@example("ABCDEFGHJKMN")
@example("000000000000")
def test_a_slip_code_is_taken_out_with_dashes_with_spaces_and_without(code: str) -> None:
    for written in (shown(code), shown(code).lower(), shown(code).replace("-", " "), code, code.lower()):
        assert written not in without_personal_data(f"code={written}, refused")


@pytest.mark.parametrize("address", ["kari.nordmann@example.org", "a+b@sub.example.no"])
def test_an_e_mail_address_never_reaches_a_log(address: str) -> None:
    assert address not in without_personal_data(f"Could not send to <{address}>.")


def test_a_query_string_never_reaches_a_log() -> None:
    assert without_personal_data("GET /a/?name=Kari&x=1 200") == "GET /a/?[…] 200"


@given(st.uuids())
def test_the_identifier_of_a_wave_stays(wave: UUID) -> None:
    for line in (f"wave {wave} opened", f"GET /parter/nb/runde/{wave}/ {wave}.", f"WAVE {str(wave).upper()}"):
        assert without_personal_data(line) == line


def test_plain_lines_stay_as_they_are() -> None:
    line = "Opened wave host-2018 of 40 people on 2018-10-01 at 06:00"
    assert without_personal_data(line) == line


def test_the_values_of_a_message_are_read_before_they_are_cleaned() -> None:
    made, stream = logger()
    made.error("sent to %s", "kari@example.org")
    assert stream.getvalue() == "sent to [e-mail]\n"


def test_a_traceback_tells_where_and_what_class_but_not_what_was_typed() -> None:
    made, stream = logger()
    typed = "Kari Nordmann"
    try:
        try:
            int(typed)
        except ValueError as error:
            raise RuntimeError(typed) from error
    except RuntimeError:
        made.exception("failed")
    written = stream.getvalue()
    assert "builtins.RuntimeError" in written
    assert "builtins.ValueError" in written
    assert "test_logs.py" in written
    assert typed not in written


WORKER = """
import logging
import django
django.setup()
from project.celery import app
app.log.setup(loglevel="INFO", redirect_stdouts=True)
from celery.utils.log import get_task_logger
logging.getLogger("any").error("sent to %s", "kari@example.org")
get_task_logger("any").error("code ABCD-2345-EFGH")
print("printed for ola@example.org")
"""


def test_the_workers_log_goes_through_the_filter_too() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORKER], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    written = done.stdout + done.stderr
    assert "sent to [e-mail]" in written
    assert "code [code]" in written
    assert "printed for [e-mail]" in written
    assert "example.org" not in written
    assert "ABCD-2345" not in written
