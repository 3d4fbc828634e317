"""A log line never holds what somebody typed."""

import io
import logging

import pytest
from hypothesis import given
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
def test_a_slip_code_never_reaches_a_log(code: str) -> None:
    together = [code, code.lower()] if any(sign.isdigit() for sign in code) else []
    for written in (shown(code), shown(code).lower(), shown(code).replace("-", " "), *together):
        assert written not in without_personal_data(f"code={written}, refused")


@pytest.mark.parametrize("address", ["kari.nordmann@example.org", "a+b@sub.example.no"])
def test_an_e_mail_address_never_reaches_a_log(address: str) -> None:
    assert address not in without_personal_data(f"Could not send to <{address}>.")


def test_a_query_string_never_reaches_a_log() -> None:
    assert without_personal_data("GET /a/?name=Kari&x=1 200") == "GET /a/?[…] 200"


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
