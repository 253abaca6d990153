"""Which cell answers which box: walks the tables and collects cells by box."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from data.forms.doubts import Doubts
from data.forms.grid import FormCell, FormRow, FormTable
from data.forms.labels import Heading, Label, find_label, is_phone, official_labels
from data.forms.layout import Box, contact_boxes

_CASE = "technology_case"
_NAME = "name"
_FEWEST_LABELS = 5
_SECOND_PHONE_AFTER = "contact_name"


@dataclass(slots=True)
class CaseAnswers:
    """Cells of one case by field; `number` is what a supplement says which case it belongs to."""

    cells: dict[Box, list[FormCell]] = field(default_factory=dict)
    number: str = ""
    is_supplement: bool = False

    def names(self, wanted: str) -> list[FormCell]:
        """Return the cells of a field."""
        return [cell for box, cells in self.cells.items() if box.field == wanted for cell in cells]


@dataclass(slots=True)
class Answers:
    """Every answer of a form as cells: of the technology, and of each case in order."""

    cells: dict[Box, list[FormCell]] = field(default_factory=dict)
    cases: list[CaseAnswers] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)

    @property
    def is_form(self) -> bool:
        """Whether enough boxes of the official form were found."""
        return len(self.labels & official_labels()) >= _FEWEST_LABELS


def collect(tables: Iterable[FormTable], doubts: Doubts) -> Answers:
    """Return the cells that answer each box; words that belong to no box become doubts."""
    answers = Answers()
    collector = _Collector(answers, doubts)
    for table in tables:
        collector.table(table)
    return answers


class _Collector:
    def __init__(self, answers: Answers, doubts: Doubts) -> None:
        self._answers = answers
        self._doubts = doubts
        self._last: Box | None = None
        self._columns = 1
        self._case: CaseAnswers | None = None
        self._is_known = False
        self._is_continued = False

    def table(self, table: FormTable) -> None:
        """Collect the answers of one table; a table without any label is not ours."""
        self._last = None
        self._case = None
        self._is_known = False
        for row in table.rows:
            self._row(row)

    def _row(self, row: FormRow) -> None:
        pending: Label | None = None
        values: list[FormCell] = []
        self._is_continued = False
        for cell in row:
            label = find_label(cell.text) if pending is None or values else None
            if isinstance(label, Heading) and not label.is_case_number:
                self._is_known = True
                pending = None
            elif label is not None:
                self._answer(pending, values)
                pending, values = self._begin(label), []
                self._is_continued = not cell.is_origin
            elif pending is not None:
                values.append(cell)
            elif cell.text and cell.is_origin:
                self._unlabeled(cell)
        self._answer(pending, values)

    def _begin(self, label: Label) -> Label:
        self._is_known = True
        if not isinstance(label, Box):
            return label
        if is_phone(label):
            label = self._phone()
        self._answers.labels.add(f"{label.record}.{label.field}")
        self._last = label
        return label

    def _phone(self) -> Box:
        """Return which of the two phones is meant: the label before it says so (附件1)."""
        before = self._last.field if self._last is not None else ""
        wanted = "contact_phone" if before == _SECOND_PHONE_AFTER else "head_phone"
        return next(box for box in contact_boxes() if box.field == wanted)

    def _answer(self, label: Label | None, values: list[FormCell]) -> None:
        values = [cell for cell in values if cell.is_origin]
        if isinstance(label, Heading):
            self._supplement(values)
        elif label is not None and label.record == _CASE:
            self._case_answer(label, values)
        elif label is not None:
            self._technology_answer(label, values)

    def _technology_answer(self, box: Box, values: list[FormCell]) -> None:
        """Keep the first answer of a box; a label merged over several rows goes on answering."""
        cells = self._answers.cells
        place = (box.record, box.field)
        known = next((one for one in cells if (one.record, one.field) == place), box)
        before = "".join(cell.text for cell in cells.get(known, []))
        text = "".join(cell.text for cell in values)
        if not before or self._is_continued:
            cells.setdefault(known, []).extend(values)
        elif text not in {"", before}:
            self._doubts.note("", "box_twice", label=box.label, text=text)

    def _supplement(self, values: list[FormCell]) -> None:
        number = "".join(cell.text for cell in values)
        self._case = CaseAnswers(number=number, is_supplement=True)
        self._columns = 1
        self._answers.cases.append(self._case)

    def _case_answer(self, box: Box, values: list[FormCell]) -> None:
        is_named = self._case is None or bool(self._case.names(_NAME))
        if self._case is None or (box.field == _NAME and is_named):
            self._new_cases(box, values)
        columns = self._answers.cases[-self._columns :]
        if self._columns == 1:
            columns[0].cells.setdefault(box, []).extend(values)
            return
        for case, cell in zip(columns, values, strict=False):
            case.cells.setdefault(box, []).append(cell)

    def _new_cases(self, box: Box, values: list[FormCell]) -> None:
        """Begin a case, or several where one row names several projects side by side."""
        named = sum(1 for cell in values if cell.text)
        self._columns = len(values) if box.field == _NAME and named > 1 else 1
        self._answers.cases += [CaseAnswers() for _ in range(self._columns)]
        self._case = self._answers.cases[-1]

    def _unlabeled(self, cell: FormCell) -> None:
        """Words in a row without label: more of the last box's options, or of no box at all."""
        last = self._last
        if last is not None and last.entry.type in {"derived", "code"} and last.record != _CASE:
            self._answers.cells.setdefault(last, []).append(cell)
        elif self._is_known:
            self._doubts.note("", "text_unplaced", text=cell.text)
