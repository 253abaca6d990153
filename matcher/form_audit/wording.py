"""Findings and corrections as sentences in Chinese and English."""

from collections.abc import Mapping
from typing import Final

from data.reference import field_dictionary
from data.reference.factors import factors
from data.vocabulary import TechnologyStage
from data.vocabulary.message_findings import FINDINGS
from data.vocabulary.message_values import written_values
from data.vocabulary.messages import filled
from matcher.form_audit.finding import Correction, Finding

_CONTACT: Final = "applicant_contact"


def finding_text(finding: Finding, language: str) -> str:
    """Return what was found as one sentence, without the number of the case."""
    written = written_values(finding.values, language) | _words(finding, language)
    return filled(FINDINGS[finding.rule], written, language)


def field_label(name: str, case_index: int | None, language: str) -> str:
    """Return the name of a field of the form, or of a case where there is an index."""
    record = "technology" if case_index is None else "technology_case"
    entry = field_dictionary().get((record, name))
    return entry.label(language) if entry else name


def correction_text(correction: Correction, language: str) -> str:
    """Return a correction as the field's name and its new value with its unit."""
    unit = _unit_name(correction.field)
    value = written_values({unit: correction.value}, language)[unit]
    label = field_label(correction.field, correction.case_index, language)
    return f"{label}：{value}" if language.startswith("zh") else f"{label}: {value}"


def _unit_name(field: str) -> str:
    return field.removesuffix("_2030") if "share" not in field else "exact_share"


def _words(finding: Finding, language: str) -> dict[str, str]:
    """Return the values that are words of a language: names of fields, stages, factors."""
    words = {"field_label": field_label(finding.field, finding.case_index, language)}
    values: Mapping[str, float | str] = finding.values
    separator = "、" if language.startswith("zh") else ", "
    if "missing_fields" in values:
        names = str(values["missing_fields"]).split()
        entries = [field_dictionary()[_CONTACT, name].label(language) for name in names]
        words["missing_fields"] = separator.join(entries)
    if "stage" in values:
        words["stage_label"] = _stage(str(values["stage"]), language)
    if "factor_id" in values:
        words["factor_name"] = _factor(str(values["factor_id"]), language)
    return words


def _stage(code: str, language: str) -> str:
    if code:
        return TechnologyStage(code).label(language)
    return "申报" if language.startswith("zh") else "Any stage"


def _factor(factor_id: str, language: str) -> str:
    factor = factors().get(factor_id)
    if factor is None:
        return ""
    if language.startswith("zh"):
        year = f"，{factor.data_year} 年" if factor.data_year else ""
        return f"（{factor.name_zh}{year}）"
    year = f", {factor.data_year}" if factor.data_year else ""
    return f" ({factor.label(language)}{year})"
