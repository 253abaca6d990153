"""The answer of a form audit: findings in words, what was likely meant, costs with formulas."""

from collections.abc import Sequence
from typing import Any

from matcher.costs import CostInputs
from matcher.form_audit import (
    Correction,
    Finding,
    correction_text,
    field_label,
    finding_text,
)
from matcher.services.form_audits import CaseCosts, FormAudit

_INPUTS = (
    "investment_yuan",
    "conventional_investment_yuan",
    "abatement_tco2_per_year",
    "service_life_years",
    "annual_benefit_yuan",
    "stated_cost_yuan_per_tco2",
)


def presented_audit(audit: FormAudit, language: str) -> dict[str, Any]:
    """Return an audit as plain values with sentences in `language`."""
    return {
        "findings": [presented_finding(finding, language) for finding in audit.findings],
        "costs": [_costs(costs) for costs in audit.costs],
    }


def presented_finding(finding: Finding, language: str) -> dict[str, Any]:
    """Return a finding with its sentence, and corrections in words."""
    return {
        "rule": finding.rule,
        "rule_label": finding.rule.label(language),
        "severity": finding.severity,
        "severity_label": finding.severity.label(language),
        "field": finding.field,
        "field_label": field_label(finding.field, finding.case_index, language),
        "case_index": finding.case_index,
        "text": finding_text(finding, language),
        "values": dict(finding.values),
        "likely": _corrections(finding.likely, language),
        "alternatives": [_corrections(one, language) for one in finding.alternatives],
    }


def _corrections(corrections: Sequence[Correction], language: str) -> list[dict[str, Any]]:
    return [
        {
            "field": one.field,
            "case_index": one.case_index,
            "value": one.value,
            "text": correction_text(one, language),
        }
        for one in corrections
    ]


def _costs(found: CaseCosts) -> dict[str, Any]:
    costs = found.costs
    return {
        "case_index": found.case_index,
        "name": found.name,
        "inputs": _inputs(found.inputs),
        "abatement_cost_yuan_per_tco2": costs.abatement_cost_yuan_per_tco2,
        "levelised_yuan_per_tco2": costs.levelised_yuan_per_tco2,
        "net_yuan_per_tco2": costs.net_yuan_per_tco2,
        "basis": costs.basis.value,
        "missing": list(costs.missing),
        "formulas": dict(found.formulas),
    }


def _inputs(inputs: CostInputs) -> dict[str, Any]:
    amounts = {name: getattr(inputs, name) for name in _INPUTS}
    return {
        "project_type": inputs.project_type,
        "discount_rate": inputs.discount_rate,
        **{name: None if amount is None else float(amount) for name, amount in amounts.items()},
    }
