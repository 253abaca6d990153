"""Word fields that fetch something from outside the document are refused."""

import re
from xml.etree.ElementTree import Element  # nosec B405 - built by our own parser

from data.forms.outcome import FormRefusedError

_ACTIVE = re.compile(
    r"^\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK|DATABASE|IMPORT)\b",
    re.IGNORECASE | re.MULTILINE,
)


def refuse_active_fields(document: Element) -> None:
    """Refuse a document with a field that reads another file or program.

    Raises
    ------
    FormRefusedError
        If there is one; an instruction may be split over several runs.
    """
    codes: list[str] = []
    for element in document.iter():
        if element.tag == "fldChar":
            codes.append("\n")
        elif element.tag == "instrText":
            codes.append(element.text or "")
        elif element.tag == "fldSimple":
            codes.append(f"\n{element.get('instr', '')}\n")
    found = _ACTIVE.search("".join(codes))
    if found is not None:
        raise FormRefusedError("active_field", {"name": found[1].upper()})
