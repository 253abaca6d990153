"""Pictures of a form: what they are by their first bytes, and which box they stand in."""

from dataclasses import replace

from data.forms.case_answers import official_cases
from data.forms.collecting import Answers
from data.forms.doubts import Doubts
from data.forms.outcome import FormImage
from data.forms.package import Parts
from data.forms.technology_answers import path_of

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF87a", "image/gif", "gif"),
    (b"GIF89a", "image/gif", "gif"),
    (b"BM", "image/bmp", "bmp"),
    (b"II*\x00", "image/tiff", "tif"),
    (b"MM\x00*", "image/tiff", "tif"),
)
_EMF_MARK, _EMF_AT = b" EMF", 40
_WMF = b"\xd7\xcd\xc6\x9a"


def picture_kind(content: bytes) -> tuple[str, str] | None:
    """Return media type and file ending of a picture by its first bytes, or None.

    SVG is none of them: it can carry scripts.
    """
    for magic, media_type, ending in _MAGIC:
        if content.startswith(magic):
            return media_type, ending
    if content[_EMF_AT : _EMF_AT + len(_EMF_MARK)] == _EMF_MARK:
        return "image/emf", "emf"
    return ("image/wmf", "wmf") if content.startswith(_WMF) else None


def form_images(
    answers: Answers, everywhere: tuple[str, ...], parts: Parts, doubts: Doubts
) -> tuple[FormImage, ...]:
    """Return the pictures of every box, named by their field (RULINGS 27).

    Parameters
    ----------
    everywhere : tuple of str
        Parts of all pictures of the file; those in no box, such as a stamp, get an empty field.
    """
    placed = _placed(answers)
    inside = {name for _, names in placed for name in names}
    loose = [name for name in everywhere if name not in inside]
    found: list[FormImage] = []
    for path, names in [*placed, ("", loose)]:
        kept = [image for name in names if (image := _kept(parts.get(name, b""), path))]
        found += [_numbered(image, number) for number, image in enumerate(kept, start=1)]
        if len(kept) < len(names):
            doubts.note(path, "image_dropped", count=len(names) - len(kept))
    return tuple(found)


def _kept(content: bytes, path: str) -> FormImage | None:
    kind = picture_kind(content)
    if kind is None:
        return None
    return FormImage(field=path, file_name=kind[1], media_type=kind[0], content=content)


def _numbered(image: FormImage, number: int) -> FormImage:
    stem = image.field.replace(".", "-") or "form"
    return replace(image, file_name=f"{stem}-{number}.{image.file_name}")


def _placed(answers: Answers) -> list[tuple[str, list[str]]]:
    placed: dict[str, list[str]] = {}
    for box, cells in answers.cells.items():
        for cell in cells:
            placed.setdefault(path_of(box), []).extend(cell.images)
    for index, case in enumerate(official_cases(answers)):
        for box, cells in case.cells.items():
            for cell in cells:
                placed.setdefault(f"cases.{index}.{box.field}", []).extend(cell.images)
    return [(path, names) for path, names in placed.items() if names]
