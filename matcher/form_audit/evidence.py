"""Evidence and comparison: what the notice wants attached or named (附件2 六, 十, 十一)."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from data.vocabulary.form_audit import FindingRule as Rule
from data.vocabulary.form_audit import FindingSeverity as Severity
from matcher.form_audit.finding import Finding
from matcher.form_audit.form import AuditedForm

_NONE = re.compile(r"(?:无|暂无|没有|未鉴定|未开展|/|-|—|none|n/?a)[。.]?", re.IGNORECASE)
_VAGUE = re.compile(
    r"(?:与|和|对比|同)?(?:其他|一般|普通|传统|常规|现有|同类|原有?|行业平均|原来的?|以前的?)的?"
    r"(?:技术|工艺|方案|设备|系统|方式|水平|产品)*(?:相比|对比)?[。.]?"
    r"|(?:conventional|traditional|existing|common|other)(?: technolog(?:y|ies))?\.?",
    re.IGNORECASE,
)
_COMPARISON: Final = "comparison_technology"


def audit_evidence(form: AuditedForm) -> Iterator[Finding]:
    """Yield what is claimed without evidence, and a comparison that is missing or vague."""
    appraisal = _folded(form.appraisal)
    if appraisal and not _NONE.fullmatch(appraisal) and form.has_appraisal_evidence is False:
        yield Finding(rule=Rule.EVIDENCE_MISSING, severity=Severity.WARNING, field="appraisal")
    if form.has_calculation is False:
        yield Finding(
            rule=Rule.CALCULATION_MISSING,
            severity=Severity.WARNING,
            field="abatement_potential_2030_tco2_per_year",
        )
    yield from _comparison(form)


def _comparison(form: AuditedForm) -> Iterator[Finding]:
    comparison = _folded(form.comparison_technology)
    if not comparison or _NONE.fullmatch(comparison):
        yield Finding(rule=Rule.COMPARISON_MISSING, severity=Severity.ERROR, field=_COMPARISON)
    elif _VAGUE.fullmatch(comparison):
        yield Finding(
            rule=Rule.COMPARISON_VAGUE,
            severity=Severity.WARNING,
            field=_COMPARISON,
            values={"stated": comparison},
        )


def _folded(text: str | None) -> str:
    return unicodedata.normalize("NFKC", text or "").strip()
