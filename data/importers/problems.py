"""What is wrong with an imported row, field by field, in words of both languages."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from data.importers.limits import VALUE_SHOWN_LENGTH
from data.reference import field_dictionary

TEXTS: dict[str, tuple[str, str]] = {
    "required": ("“{field}”必填", "“{field}” is required"),
    "wrong_type": (
        "“{field}”的值 {value} 类型不对，应为{expected_zh}",
        "“{field}” holds {value}, but must be {expected_en}",
    ),
    "not_finite": (
        "“{field}”的值 {value} 不是有限的数",
        "“{field}” holds {value}, which is no finite number",
    ),
    "out_of_range": (
        "“{field}”的值 {value} 超出范围（{minimum} 至 {maximum}）",
        "“{field}” holds {value}, outside {minimum} to {maximum}",
    ),
    "not_positive": (
        "“{field}”的值 {value} 应大于 0",
        "“{field}” holds {value}, but must be greater than 0",
    ),
    "unknown_code": (
        "“{field}”的值 {value} 不在代码表中（可填代码、中文或英文名称）",
        "“{field}” holds {value}, which is in no code list (code, Chinese or English label)",
    ),
    "unknown_key": ("没有名为 {value} 的字段", "There is no field named {value}"),
    "too_long": (
        "“{field}”过长：{length} 字，最多 {limit} 字",
        "“{field}” is too long: {length} characters, at most {limit}",
    ),
    "too_many": (
        "“{field}”过多：{length} 项，最多 {limit} 项",
        "“{field}” has too many entries: {length}, at most {limit}",
    ),
    "not_a_date": (
        "“{field}”的值 {value} 不是日期，应如 2024-05-31",
        "“{field}” holds {value}, which is no date such as 2024-05-31",
    ),
    "forbidden_character": (
        "“{field}”含有不可用的控制字符",
        "“{field}” contains a control character that cannot be stored",
    ),
    "bad_credit_code": (
        "“{field}”的值 {value} 校验位不符（应为 18 位统一社会信用代码）",
        "“{field}” holds {value}, which fails the check of the 18-character credit code",
    ),
    "incomplete_pair": (
        "“{field}”须与“{other_zh}”同时填写",
        "“{field}” must be given together with “{other_en}”",
    ),
    "range_reversed": (
        "“{field}”的下限大于上限：{value}",
        "“{field}” has a lower bound above its upper bound: {value}",
    ),
    "all_zero": ("“{field}”不能全部为 0", "“{field}” must not all be 0"),
    "duplicate_external_id": (
        "“{field}”{value} 与第 {first_line} 行重复",
        "“{field}” {value} repeats that of line {first_line}",
    ),
    "duplicate_key": ("字段 {value} 出现两次", "The key {value} occurs twice"),
    "invalid_json": ("不是有效的 JSON：{detail}", "This is no valid JSON: {detail}"),
    "not_an_object": ("每行应为一个 JSON 对象", "Each line must be one JSON object"),
    "not_utf8": ("不是 UTF-8 编码", "This is not encoded as UTF-8"),
    "line_too_long": (
        "一行超过 {limit} 字节",
        "The line is longer than {limit} bytes",
    ),
    "formula": (
        "“{field}”是公式，请改为数值或文字",
        "“{field}” is a formula; please put the value itself",
    ),
    "orphan_row": (
        "编号 {value} 在“{sheet}”表中不存在",
        "The number {value} is not on sheet “{sheet}”",
    ),
    "conflicting_ids": (
        "external_id 与 id 不一致：{value}",
        "external_id and id disagree: {value}",
    ),
}
"""Message codes and their Chinese and English texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """One thing wrong with one field.

    `path` names the field as in JSON (`cases[0].investment_yuan`), `record` and `field` as in the
    field dictionary; `rule` is a message code of `TEXTS`; `value` is shortened for display.
    """

    path: str
    record: str
    field: str
    rule: str
    value: str = ""
    values: Mapping[str, str | int | float] = dataclasses.field(default_factory=dict)

    def text(self, language: str) -> str:
        """Return the sentence for people in `language` (zh or en), naming field and value."""
        chinese = language.startswith("zh")
        template = TEXTS[self.rule][0 if chinese else 1]
        filled = {"field": self.label(language), "value": self.value, **self.values}
        return template.format_map(filled)

    def label(self, language: str) -> str:
        """Return the field's name in `language`, with the number of the case where there is one."""
        entry = field_dictionary().get((self.record, self.field))
        name = entry.label(language) if entry else self.path
        return f"{name}（{self.path}）" if "[" in self.path else name


def shorten(value: object) -> str:
    """Return `value` as text of at most `VALUE_SHOWN_LENGTH` characters."""
    text = value if isinstance(value, str) else repr(value)
    text = "".join(letter if letter.isprintable() else "�" for letter in text[:200])
    return text if len(text) <= VALUE_SHOWN_LENGTH else text[: VALUE_SHOWN_LENGTH - 1] + "…"
