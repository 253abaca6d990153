"""A letter laid out as a mail: headers that nobody can add to, plain text and simple HTML."""

from collections.abc import Iterator
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from html import escape

from data.clock import LOCAL_ZONE
from matcher.services.mail.letter import Letter, one_line

_LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}


class BadAddressError(ValueError):
    """An address that cannot stand in a header."""


def compose(
    letter: Letter, *, sender: str, recipient: str, message_id: str, at: datetime
) -> EmailMessage:
    """Return the mail of a letter.

    Parameters
    ----------
    letter
        Its words.
    sender
        `Name <address>` of the service.
    recipient
        The bare address of one person.
    message_id
        Without angle brackets; the same for every attempt at the same message.
    at
        The date of the mail.

    Raises
    ------
    BadAddressError
        If an address holds line breaks or is none.
    """
    mail = EmailMessage(policy=SMTP)
    name, bare = parseaddr(one_line(sender))
    mail["From"] = _address(bare, name)
    mail["To"] = _address(recipient)
    mail["Subject"] = one_line(letter.subject)
    mail["Date"] = format_datetime(at.astimezone(LOCAL_ZONE))
    mail["Message-ID"] = f"<{message_id}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n\n".join(letter.paragraphs) + "\n", cte="base64")
    mail.add_alternative(_html(letter), subtype="html", cte="base64")
    # Last: the library moves Content-* headers set before into the first part.
    mail["Content-Language"] = _LANGUAGE_TAGS[letter.language]
    return mail


def _address(bare: str, name: str = "") -> Address:
    if bare != one_line(bare) or "@" not in bare or " " in bare:
        raise BadAddressError("address")
    try:
        return Address(display_name=name, addr_spec=bare)
    except (ValueError, IndexError) as error:
        raise BadAddressError("address") from error


def _html(letter: Letter) -> str:
    body = "\n".join(_paragraphs(letter))
    return (
        f'<!doctype html>\n<html lang="{_LANGUAGE_TAGS[letter.language]}">\n'
        f'<head><meta charset="utf-8"><title>{escape(letter.subject)}</title></head>\n'
        '<body style="font-family: sans-serif; line-height: 1.6; max-width: 40em">\n'
        f"{body}\n</body>\n</html>\n"
    )


def _paragraphs(letter: Letter) -> Iterator[str]:
    for paragraph in letter.paragraphs:
        text = escape(paragraph)
        if paragraph == letter.link:
            text = f'<a href="{text}">{text}</a>'
        yield f"<p>{text}</p>"
