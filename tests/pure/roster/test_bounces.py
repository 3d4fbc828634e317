"""What comes back: only a report that one of ours failed for good counts. The form is that of RFC 3464, appendix E."""

from email import message_from_bytes
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.roster.bounces import LARGEST, failed_mailing

KEY = UUID("6f1c0b0e-6d0a-4b39-9d0e-2f1f8f4b7a11")
REPORT = f"""\
From: Mail Delivery Subsystem <MAILER-DAEMON@mail.example.org>
To: post@example.org
Subject: Returned mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B

The following address had a permanent error.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Original-Envelope-Id: 1

Original-Recipient: rfc822;kari@example.org
Final-Recipient: rfc822;kari@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--B
Content-Type: message/rfc822

From: Tillit <post@example.org>
To: kari@example.org
Message-ID: <{KEY}@tillit.example.org>
Subject: Vil du svare?

Hei.

--B--
"""
HEADERS_ALONE = REPORT.replace("message/rfc822", "text/rfc822-headers")


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        HEADERS_ALONE,
        REPORT.replace("\n", "\r\n"),
        REPORT.replace("Action: failed", "action: Failed"),
        REPORT.replace("Message-ID:", "Message-Id:"),
        REPORT.replace("Status: 5.1.1", "Status: 5.2.2 (mailbox full)"),
    ],
)
def test_a_report_of_a_failure_for_good_names_the_e_mail(text: str) -> None:
    assert failed_mailing(text.encode()) == KEY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hei, jeg er på ferie.",
        REPORT.replace("Action: failed", "Action: delayed").replace("Status: 5", "Status: 4"),
        REPORT.replace("Status: 5.1.1", "Status: 4.4.7"),
        REPORT.replace("Action: failed", "Action: delivered"),
        REPORT.replace("Action: failed", "Action: relayed"),
        REPORT.replace("Status: 5.1.1\n", ""),
        REPORT.replace(str(KEY), "somebody-elses-number"),
        REPORT.replace("multipart/report", "multipart/mixed"),
        REPORT.replace("message/delivery-status", "text/plain"),
        REPORT.replace("message/rfc822", "text/plain"),
        REPORT + "x" * LARGEST,
        f"Message-ID: <{KEY}@tillit.example.org>\nAction: failed\nStatus: 5.1.1\n\n",
    ],
)
def test_everything_else_is_ignored(text: str) -> None:
    assert failed_mailing(text.encode()) is None


@given(st.binary(max_size=2000))
def test_no_bytes_are_too_strange_to_be_ignored(raw: bytes) -> None:
    assert failed_mailing(raw) is None


@given(st.integers(0, len(REPORT)), st.binary(max_size=8), st.integers(0, 40))
def test_a_report_that_is_damaged_anywhere_raises_nothing(place: int, put: bytes, drop: int) -> None:
    raw = REPORT.encode()
    damaged = raw[:place] + put + raw[place + drop :]
    assert failed_mailing(damaged) in {None, KEY}
    assert message_from_bytes(damaged) is not None
