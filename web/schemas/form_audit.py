"""A form to audit, and what the audit answers."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, RootModel

from data.vocabulary import FindingRule, FindingSeverity, ProjectType
from matcher.costs import CostBasis
from web.schemas.base import ResponseModel

Record = Annotated[dict[str, Any], Field(min_length=1)]


class FormRecordIn(RootModel[Record]):
    """One technology as a line of an import; figures may be as impossible as they were written."""

    model_config = ConfigDict(
        strict=True,
        json_schema_extra={
            "examples": [
                {
                    "name": "示例技术",
                    "stage": "promotion",
                    "adoption_share": 0.05,
                    "adoption_share_2030": 0.3,
                    "cases": [
                        {
                            "name": "示例项目",
                            "project_type": "retrofit",
                            "investment_yuan": 1.0e7,
                            "abatement_tco2_per_year": 5000,
                            "service_life_years": 15,
                            "abatement_cost_yuan_per_tco2": 133,
                        }
                    ],
                }
            ]
        },
    )


class CorrectionOut(ResponseModel):
    """One field set to one value."""

    field: str
    case_index: Annotated[int | None, Field(description="From 0; null is the form itself.")]
    value: float
    text: str


class FindingOut(ResponseModel):
    """One thing that does not agree."""

    rule: FindingRule
    rule_label: str
    severity: FindingSeverity
    severity_label: str
    field: str
    field_label: str
    case_index: Annotated[int | None, Field(description="From 0; null is the form itself.")]
    text: str
    values: Annotated[
        dict[str, float | str], Field(description="Values of the text; names end in the unit.")
    ]
    likely: Annotated[
        list[CorrectionOut], Field(description="What was likely meant, to be applied together.")
    ]
    alternatives: Annotated[
        list[list[CorrectionOut]],
        Field(description="Other explanations of the same, most plausible first."),
    ]


class CostInputsOut(ResponseModel):
    """What costs are computed from; null is unknown."""

    project_type: ProjectType | None
    investment_yuan: float | None
    conventional_investment_yuan: float | None
    abatement_tco2_per_year: float | None
    service_life_years: float | None
    annual_benefit_yuan: float | None
    stated_cost_yuan_per_tco2: float | None
    discount_rate: float


class CostFormulasOut(ResponseModel):
    """Each cost with its figures put in; null where it is not computed."""

    abatement_cost_yuan_per_tco2: str | None
    levelised_yuan_per_tco2: str | None
    net_yuan_per_tco2: str | None


class CaseCostsOut(ResponseModel):
    """The three costs of a case side by side."""

    case_index: int
    name: str
    inputs: CostInputsOut
    abatement_cost_yuan_per_tco2: float | None
    levelised_yuan_per_tco2: float | None
    net_yuan_per_tco2: float | None
    basis: CostBasis
    missing: list[str]
    formulas: CostFormulasOut


class FormAuditOut(ResponseModel):
    """Findings, errors first, and the costs of every case."""

    findings: list[FindingOut]
    costs: list[CaseCostsOut]
