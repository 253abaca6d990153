"""The funnel as the API answers it."""

from collections.abc import Mapping
from typing import Any

from data.reference import UnknownCodeError, region_label, technology_types
from matcher.funnel import Funnel

_PROVINCE_CODE_TAIL = "0000"


def funnel_fields(funnel: Funnel, language: str) -> dict[str, Any]:
    """Return the fields of `web.schemas.reports.FunnelOut`."""
    return {
        "total": funnel.total,
        "stages": [
            {
                "stage": step.stage,
                "label": step.stage.label(language),
                "count": step.count,
                "answers": {
                    "asked": step.asked,
                    "answered": step.answered,
                    "confirmed": step.confirmed,
                    "lower": step.lower,
                    "upper": step.upper,
                },
            }
            for step in funnel.steps
        ],
        "outside": [
            {"stage": stage, "label": stage.label(language), "count": count}
            for stage, count in funnel.outside.items()
        ],
    }


def type_groups(groups: Mapping[str, Funnel], language: str) -> list[dict[str, Any]]:
    """Return the funnels of technology types with their labels."""
    known = technology_types()
    return [
        {
            "code": code,
            "label": known[code].label(language) if code in known else "",
            **funnel_fields(funnel, language),
        }
        for code, funnel in groups.items()
    ]


def region_groups(groups: Mapping[str, Funnel], language: str) -> list[dict[str, Any]]:
    """Return the funnels of provinces, by their six-digit code, with their labels."""
    return [
        {
            "code": f"{province}{_PROVINCE_CODE_TAIL}" if province else "",
            "label": _region(province, language),
            **funnel_fields(funnel, language),
        }
        for province, funnel in groups.items()
    ]


def _region(province: str, language: str) -> str:
    try:
        return region_label(f"{province}{_PROVINCE_CODE_TAIL}", language) if province else ""
    except UnknownCodeError:
        return ""
