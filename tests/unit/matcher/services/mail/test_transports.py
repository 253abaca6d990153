import smtplib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.settings import Settings
from matcher.services import delivery
from matcher.services.mail.transports import (
    FolderTransport,
    SmtpTransport,
    failure_name,
    transport_of,
)


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (
            smtplib.SMTPRecipientsRefused({"a@example.com": (550, b"no a@example.com")}),
            "SMTPRecipientsRefused 550",
        ),
        (smtplib.SMTPDataError(451, b"greylisted a@example.com"), "SMTPDataError 451"),
        (smtplib.SMTPAuthenticationError(535, b"user"), "SMTPAuthenticationError 535"),
        (ConnectionRefusedError(111, "refused"), "ConnectionRefusedError 111"),
        (TimeoutError("a@example.com"), "TimeoutError"),
        (ValueError("a@example.com"), "ValueError"),
    ],
)
def test_what_is_kept_of_a_failure_quotes_nobody(error, name):
    assert failure_name(error) == name


def test_without_a_server_mails_go_to_the_folder(tmp_path):
    made = transport_of(Settings(var=tmp_path), timeout_seconds=1)
    assert isinstance(made, FolderTransport)
    made = transport_of(Settings(var=tmp_path, smtp_host="mail.example"), timeout_seconds=1)
    assert isinstance(made, SmtpTransport)


@given(st.integers(1, 200))
def test_waits_never_shrink_and_are_bounded(attempts_count):
    wait = delivery.retry_after(attempts_count)
    assert delivery.RETRY_AFTER <= wait <= delivery.LONGEST_RETRY_AFTER
    assert delivery.retry_after(attempts_count + 1) >= wait
