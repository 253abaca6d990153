"""What becomes of each row of a file: accepted, or rejected with every reason."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from data.importers.problems import TEXTS, FieldProblem
from data.importers.rows import Row


class ImportKind(StrEnum):
    """What a file holds."""

    TECHNOLOGIES = "technologies"
    DEMANDS = "demands"
    PARKS = "parks"


class FileFormat(StrEnum):
    """How a file is written."""

    JSONL = "jsonl"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedRow:
    """A row without faults; `line` counts from 1, as an editor or a spreadsheet does."""

    line: int
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """A row with faults; `sheet` names the worksheet where there is one."""

    line: int
    sheet: str | None
    external_id: str | None
    problems: tuple[FieldProblem, ...]

    def text(self, language: str) -> str:
        """Return line, number and every reason in `language` (zh or en)."""
        chinese = language.startswith("zh")
        where = f"第 {self.line} 行" if chinese else f"line {self.line}"
        if self.sheet:
            where = f"“{self.sheet}”{where}" if chinese else f"sheet “{self.sheet}”, {where}"
        if self.external_id:
            where += f"（{self.external_id}）" if chinese else f" ({self.external_id})"
        reasons = "；" if chinese else "; "
        colon = "：" if chinese else ": "
        return where + colon + reasons.join(problem.text(language) for problem in self.problems)


Outcome: TypeAlias = AcceptedRow | RejectedRow

FILE_TEXTS: dict[str, tuple[str, str]] = {
    "unknown_format": (
        "不支持的文件类型 {name}，请使用 .jsonl 或 .xlsx",
        "Files of type {name} are not supported; please use .jsonl or .xlsx",
    ),
    "old_workbook": (
        "旧版 .xls 文件，请另存为 .xlsx",
        "This is an old .xls file; please save it as .xlsx",
    ),
    "not_a_workbook": (
        "文件损坏或不是 .xlsx 工作簿",
        "The file is damaged or is no .xlsx workbook",
    ),
    "macros": (
        "工作簿含宏或嵌入对象，请另存为不含宏的 .xlsx",
        "The workbook holds macros or embedded objects; please save it without them",
    ),
    "external_links": (
        "工作簿含外部链接数据，请断开链接后再上传",
        "The workbook links to other files; please break the links first",
    ),
    "encrypted": ("工作簿已加密，请取消密码后再上传", "The workbook is encrypted"),
    "unsafe_part": ("工作簿含非法部件 {name}", "The workbook holds an unlawful part {name}"),
    "too_many_parts": (
        "工作簿部件过多（{count} 个，最多 {limit} 个）",
        "The workbook has too many parts ({count}, at most {limit})",
    ),
    "unpacked_too_large": (
        "工作簿解压后过大（最多 {limit_mb} MB）",
        "The workbook is too large when unpacked (at most {limit_mb} MB)",
    ),
    "suspicious_ratio": (
        "工作簿压缩比异常，已拒绝",
        "The workbook is compressed beyond belief and was refused",
    ),
    "document_type": (
        "工作簿的 XML 含 DTD 或实体声明，已拒绝",
        "The workbook's XML declares a document type or entities and was refused",
    ),
    "missing_sheet": (
        "缺少工作表“{sheet}”，请使用模板",
        "Sheet “{sheet}” is missing; please use the template",
    ),
    "unknown_sheet": (
        "有不认识的工作表“{sheet}”，请使用模板",
        "There is an unknown sheet “{sheet}”; please use the template",
    ),
    "unknown_header": (
        "工作表“{sheet}”有不认识的列“{header}”{hint_zh}",
        "Sheet “{sheet}” has an unknown column “{header}”{hint_en}",
    ),
    "duplicate_header": (
        "工作表“{sheet}”的列“{header}”出现两次",
        "Column “{header}” occurs twice on sheet “{sheet}”",
    ),
    "missing_header": (
        "工作表“{sheet}”缺少列“{header}”",
        "Sheet “{sheet}” lacks the column “{header}”",
    ),
    "too_many_rows": (
        "工作表“{sheet}”超过 {limit} 行",
        "Sheet “{sheet}” has more than {limit} rows",
    ),
}
"""Reasons to refuse a whole file, in Chinese and English."""


class UnreadableFileError(ValueError):
    """The file as a whole cannot be imported; `code` is a message code of `FILE_TEXTS`."""

    def __init__(self, code: str, **values: str | int) -> None:
        self.code = code
        self.values = values
        super().__init__(self.text("en"))

    def text(self, language: str) -> str:
        """Return the reason for people in `language` (zh or en)."""
        template = FILE_TEXTS[self.code][0 if language.startswith("zh") else 1]
        return template.format_map(self.values)


def refused(
    line: int,
    record: str,
    rule: str,
    *,
    own_sheet: str | None = None,
    value: str = "",
    **values: str | int,
) -> RejectedRow:
    """Return a row that was refused as a whole for one reason."""
    if rule not in TEXTS:
        raise KeyError(rule)
    problem = FieldProblem(path="", record=record, field="", rule=rule, value=value, values=values)
    return RejectedRow(line=line, sheet=own_sheet, external_id=None, problems=(problem,))
