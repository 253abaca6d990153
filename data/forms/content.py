"""What stands in each box of a form that is to be written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.forms.box_texts import box_text, other_pollutants
from data.forms.layout import OTHER_POLLUTANTS_LABEL, Box
from data.forms.marks import UNKNOWN
from data.forms.outcome import FormImage
from data.forms.record_of_row import record_of
from data.forms.technology_answers import GROUPS, path_of
from data.reference.taxonomy import taxonomy
from data.vocabulary import Pollutant, ProjectType, TechnologyStage

_NUMBERS = frozenset({"number", "money", "share"})
_STAGE_WORD = "技术"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Text, options with their ticks, and pictures of one box; `is_number` says what it holds."""

    text: str = ""
    options: tuple[tuple[str, bool], ...] = ()
    images: tuple[FormImage, ...] = ()
    is_number: bool = False


class FormContent:
    """The answers of one form; `cases` holds those that it shows (RULINGS 26)."""

    def __init__(
        self,
        content: object,
        *,
        images: Sequence[FormImage],
        selected_case: int | None,
    ) -> None:
        self._record = record_of(content)
        self._images = tuple(images)
        every = list(enumerate(self._record.get("cases", [])))
        if selected_case is not None and not 0 <= selected_case < len(every):
            raise IndexError(selected_case)
        is_demonstration = self._record.get("stage") == TechnologyStage.DEMONSTRATION
        if is_demonstration or selected_case is not None:
            chosen = selected_case or 0
            every = every[chosen : chosen + 1]
        self.cases: list[tuple[int, Mapping[str, Any]]] = every or [(0, {})]

    @property
    def loose_images(self) -> tuple[FormImage, ...]:
        """Pictures that belong to no box of the form."""
        return tuple(image for image in self._images if not image.field)

    def answer(self, box: Box) -> Answer:
        """Return what stands in a box of the technology, its owner or its contact."""
        group = GROUPS.get(box.record)
        source = self._record.get(group, {}) if group else self._record
        return self._answer(box, source, path_of(box))

    def case_answer(self, box: Box, index: int, case: Mapping[str, Any]) -> Answer:
        """Return what stands in a box of the case that was number `index` in the record."""
        return self._answer(box, case, f"cases.{index}.{box.field}")

    def _answer(self, box: Box, source: Mapping[str, Any], path: str) -> Answer:
        images = tuple(image for image in self._images if image.field == path)
        options = _options(box, source)
        if options:
            return Answer(options=options, images=images)
        if _is_unknown(box, source):
            return Answer(text=UNKNOWN, images=images)
        if box.field == "co_benefits":
            text = _co_benefit(box, source.get("co_benefits", {}))
            return Answer(text=text, is_number=bool(box.key))
        text = box_text(box, source.get(box.field))
        return Answer(text=text, images=images, is_number=box.entry.type in _NUMBERS)


def _is_unknown(box: Box, source: Mapping[str, Any]) -> bool:
    """Return whether a supplement was answered 不清楚 and no value stands there."""
    value = source.get("co_benefits", {}).get(box.key) if box.key else source.get(box.field)
    key = box.key or box.field
    return value is None and bool(source.get("unknown_fields", {}).get(key))


def _options(box: Box, source: Mapping[str, Any]) -> tuple[tuple[str, bool], ...]:
    value = source.get(box.field)
    if box.field == "technology_category":
        code = str(source.get("technology_type", ""))[:1]
        return tuple((category.label_zh, category.code == code) for category in taxonomy())
    if box.field == "stage":
        return tuple((term.label_zh + _STAGE_WORD, value == term.value) for term in TechnologyStage)
    if box.field == "project_type":
        known = tuple((term.label_zh, value == term.value) for term in ProjectType)
        return (*known, (UNKNOWN, True)) if _is_unknown(box, source) else known
    return ()


def _co_benefit(box: Box, amounts: Mapping[str, Any]) -> str:
    if box.label == OTHER_POLLUTANTS_LABEL:
        return other_pollutants(amounts, frozenset(term.value for term in Pollutant))
    return box_text(box, amounts.get(box.key))
