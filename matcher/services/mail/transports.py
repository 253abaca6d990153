"""How a mail leaves: to an SMTP server, or into a folder where there is none."""

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from data.settings import Settings
from matcher.services.errors import ServiceError

IMPLICIT_TLS_PORT = 465
"""The port on which servers speak TLS from the first byte. Source: RFC 8314 §3.3."""

_LOCAL_NAME = "localhost"
"""Said in EHLO: the machine's own name is nobody's business, and looking it up may hang."""


class MailServerDownError(ServiceError):
    """The server cannot be reached or does not let us in: no message is to blame."""


class Channel(Protocol):
    """An open way out."""

    def send(self, mail: EmailMessage) -> None:
        """Hand one mail over; returning means that it was accepted."""


class Transport(Protocol):
    """A way out."""

    def open(self) -> AbstractContextManager[Channel]:
        """Open it for a few mails."""


class FolderTransport:
    """Writes each mail to `<Message-ID>.eml`; writing it again changes nothing (decision 0082)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def open(self) -> Iterator[Channel]:
        """Make the folder, readable by the service alone: mails hold links that act."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield self

    def send(self, mail: EmailMessage) -> None:
        """Write the whole file beside its place, then move it there in one step."""
        path = self._folder / f"{mail['Message-ID'].strip('<>')}.eml"
        part = path.with_suffix(f".{os.getpid()}.part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(mail.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)


class SmtpTransport:
    """Hands mails to an SMTP server, one connection for a few of them.

    Parameters
    ----------
    settings
        Of which the `smtp_*` are read.
    timeout_seconds
        Longest wait for any one answer of the server.
    """

    def __init__(self, settings: Settings, *, timeout_seconds: float) -> None:
        self._settings = settings
        self._timeout_seconds = timeout_seconds

    @contextmanager
    def open(self) -> Iterator[Channel]:
        """Connect at the first mail, disconnect at the end."""
        channel = _SmtpChannel(self._connected)
        try:
            yield channel
        finally:
            channel.close()

    def _connected(self) -> smtplib.SMTP:
        client: smtplib.SMTP | None = None
        try:
            client = self._greeted()
            if self._settings.smtp_starttls and not self._is_tls:
                client.starttls(context=ssl.create_default_context())
            if self._settings.smtp_username:
                client.login(self._settings.smtp_username, self._settings.smtp_password)
        except (OSError, smtplib.SMTPException) as error:
            if client is not None:
                client.close()
            raise MailServerDownError(failure_name(error)) from None
        return client

    @property
    def _is_tls(self) -> bool:
        return self._settings.smtp_port == IMPLICIT_TLS_PORT

    def _greeted(self) -> smtplib.SMTP:
        host, port = self._settings.smtp_host, self._settings.smtp_port
        timeout = self._timeout_seconds
        if not self._is_tls:
            return smtplib.SMTP(host, port, local_hostname=_LOCAL_NAME, timeout=timeout)
        return smtplib.SMTP_SSL(
            host,
            port,
            local_hostname=_LOCAL_NAME,
            timeout=timeout,
            context=ssl.create_default_context(),  # its own default verifies nothing
        )


class _SmtpChannel:
    def __init__(self, connected: "ConnectFunction") -> None:
        self._connected = connected
        self._client: smtplib.SMTP | None = None

    def send(self, mail: EmailMessage) -> None:
        if self._client is None:
            self._client = self._connected()
        try:
            self._client.send_message(mail)
        except (OSError, smtplib.SMTPServerDisconnected):
            self._drop()
            raise

    def close(self) -> None:
        if self._client is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._client.quit()
            self._drop()

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


class ConnectFunction(Protocol):
    """Opens a connection to the server."""

    def __call__(self) -> smtplib.SMTP:
        """Return it, logged in."""


def failure_name(error: BaseException) -> str:
    """Return what may be kept of a failure: its kind and the server's code, never its text.

    The text of an SMTP error quotes addresses.
    """
    codes: list[int] = []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
    elif isinstance(error, smtplib.SMTPResponseException):
        codes = [error.smtp_code]
    elif isinstance(error, OSError) and error.errno is not None:
        codes = [error.errno]
    return " ".join([type(error).__name__, *map(str, codes)])


def transport_of(settings: Settings, *, timeout_seconds: float) -> Transport:
    """Return the way out the settings name: SMTP, or the mail folder without a server."""
    if settings.smtp_host:
        return SmtpTransport(settings, timeout_seconds=timeout_seconds)
    return FolderTransport(settings.var / "mail")
