"""Handing mails to a real SMTP server: log-in, TLS, refusals, and a server that is not there."""

import ssl
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from data.settings import Settings
from matcher.services.mail.transports import MailServerDownError, SmtpTransport, failure_name
from tests.factories.processes import Inbox

USER, PASSWORD = "tanqiao", "a password of the tests"


def _mail(number: int = 1, recipient: str = "user@example.com") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = "no-reply@tanqiao.example", recipient
    mail["Message-ID"] = f"<{number}@tanqiao.example>"
    mail.set_content("示例")
    return mail


def _transport(port: int, **settings) -> SmtpTransport:
    values = {"smtp_host": "localhost", "smtp_port": port} | settings
    return SmtpTransport(Settings(**values), timeout_seconds=5)


class ChoosyInbox(Inbox):
    """Accepts nobody whose address begins with `no`."""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("no"):
            return "550 no such user"
        return await super().handle_RCPT(server, session, envelope, address, options)


def test_mails_of_one_opening_share_a_connection(mail_server):
    inbox = Inbox()
    with _transport(mail_server(inbox)).open() as channel:
        for number in range(3):
            channel.send(_mail(number))
    assert inbox.message_ids == [f"{number}@tanqiao.example" for number in range(3)]
    assert len({id(session) for session in inbox.sessions}) == 1


def test_after_a_refusal_the_connection_serves_the_next_mail(mail_server):
    inbox = ChoosyInbox()
    with _transport(mail_server(inbox)).open() as channel:
        with pytest.raises(Exception, match="no such user") as refused:
            channel.send(_mail(1, "nobody@example.com"))
        channel.send(_mail(2))
    assert failure_name(refused.value) == "SMTPRecipientsRefused 550"
    assert inbox.message_ids == ["2@tanqiao.example"]


def test_a_server_that_is_not_there_is_down_and_no_mail_to_blame(mail_server):
    port = mail_server(Inbox())
    with (
        _transport(port, smtp_host="127.0.0.1", smtp_port=1).open() as channel,
        pytest.raises(MailServerDownError, match="ConnectionRefusedError"),
    ):
        channel.send(_mail())


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_the_password_is_given_to_a_server_that_asks(mail_server):
    from aiosmtpd.smtp import AuthResult, LoginPassword

    def authenticate(_server, _session, _envelope, _mechanism, given):
        is_right = given == LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=is_right, handled=is_right)

    inbox = Inbox()
    port = mail_server(
        inbox, authenticator=authenticate, auth_required=True, auth_require_tls=False
    )
    with _transport(port, smtp_username=USER, smtp_password=PASSWORD).open() as channel:
        channel.send(_mail())
    assert len(inbox.mails) == 1
    with (
        _transport(port, smtp_username=USER, smtp_password="wrong").open() as channel,
        pytest.raises(MailServerDownError, match="SMTPAuthenticationError 535") as down,
    ):
        channel.send(_mail())
    assert "wrong" not in str(down.value)


def test_starttls_trusts_only_certificates_that_verify(mail_server, tmp_path, monkeypatch):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(tmp_path))
    inbox = Inbox()
    port = mail_server(inbox, tls_context=context, require_starttls=True)

    with (
        _transport(port, smtp_starttls=True).open() as channel,
        pytest.raises(MailServerDownError, match="SSLCertVerificationError"),
    ):
        channel.send(_mail())
    assert inbox.mails == []

    monkeypatch.setenv("SSL_CERT_FILE", str(_certificate(tmp_path)))
    with _transport(port, smtp_starttls=True).open() as channel:
        channel.send(_mail())
    assert len(inbox.mails) == 1


def _certificate(folder):
    """A self-signed certificate of localhost with its key, in one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    path = folder / "server.pem"
    if path.exists():
        return path
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
