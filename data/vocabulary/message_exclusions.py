"""Sentences that say why a technology is no match, what was deducted, and on what basis."""

from collections.abc import Mapping
from types import MappingProxyType

from data.vocabulary.message_template import Template

EXCLUSIONS: Mapping[str, Template] = MappingProxyType(
    {
        "technology_type_not_wanted": Template(
            "技术类型 {technology_type} 不在需求指定的类型（{wanted_types}）内。",
            "Its type {technology_type} is not among those asked for ({wanted_types}).",
        ),
        "sector_not_applicable": Template(
            "适用行业（{sectors}）不包括需求所属行业（{demand_sectors}）。",
            "Its stated sectors ({sectors}) do not include the need's ({demand_sectors}).",
        ),
        "project_type_not_applicable": Template(
            "只适用于{project_types}项目，需求为{project_type}项目。",
            "It suits {project_types} projects only; the need is a {project_type} project.",
        ),
        "temperature_out_of_band": Template(
            "温度 {demand_temperature_celsius} 不在适用范围 {band_celsius} 内。",
            "The need's {demand_temperature_celsius} is outside its range of {band_celsius}.",
        ),
        "demonstration_not_accepted": Template(
            "属于示范类，需求不接受示范类技术。",
            "It is at demonstration stage, which the need does not accept.",
        ),
        "investment_over_limit": Template(
            "已知案例投资最少 {least_yuan}，超过上限 {limit_yuan}。",
            "Every known case took at least {least_yuan}, over the limit of {limit_yuan}.",
        ),
        "payback_over_limit": Template(
            "已知案例投资回收期最短 {least_years}，超过上限 {limit_years}。",
            "Every known case took at least {least_years} to pay back; the limit is {limit_years}.",
        ),
        "abatement_cost_over_limit": Template(
            "已知案例碳减排单位成本最低 {least_yuan_per_tco2}，超过上限 {limit_yuan_per_tco2}。",
            "Every known case cost at least {least_yuan_per_tco2}, over the limit of "
            "{limit_yuan_per_tco2}.",
        ),
        "construction_too_long": Template(
            "已知案例建设期最短 {least_months}，超过可用时间 {limit_months}。",
            "Every known case took at least {least_months} to build; {limit_months} are left.",
        ),
    }
)

ADJUSTMENTS: Mapping[str, Template] = MappingProxyType(
    {
        "evidence": Template(
            "缺少“{part}”所需的资料，按不高于 {counted_share} 计，扣减得分。",
            "Facts for “{part}” are missing: it counts as {counted_share} at most.",
        ),
        "evidence_signal": Template(
            "缺少“{signal}”所需的资料，按不高于 {counted_share} 计，扣减得分。",
            "Facts for “{signal}” are missing: it counts as {counted_share} at most.",
        ),
    }
)

NOTES: Mapping[str, Template] = MappingProxyType(
    {
        "cost_computed": Template(
            "按案例 {case_number} 的投资、年减排量和写明的使用期 {service_life_years} 计算",
            "case {case_number}, {service_life_years} stated",
        ),
        "cost_owner_figure": Template(
            "案例 {case_number} 的技术方申报值", "case {case_number}, owner's figure"
        ),
        "out_of_field": Template(
            "目录中没有与该需求相近的技术，以下结果把握较小。",
            "Nothing in the catalogue is close to this need; what is listed is of low confidence.",
        ),
        "nothing_eligible": Template(
            "没有技术满足全部硬性条件，未入选原因见下。",
            "No technology keeps to all hard conditions; see what was excluded and why.",
        ),
        "nothing_similar": Template(
            "目录中没有与该需求相近的技术，请换用工艺、设备或行业的名称描述。",
            "Nothing in the catalogue is like this need; please name the process or equipment.",
        ),
        "technology_not_published": Template(
            "该技术未发布，发布后才会与需求对接。",
            "This technology is not published; it is matched with needs once it is.",
        ),
        "no_open_demand": Template(
            "目前没有您可见的征集中需求。", "There is no open need that you may see at present."
        ),
        "no_demand_suits": Template(
            "可见的需求都有与该技术不符的硬性条件。",
            "Every need that you may see sets a hard condition this technology breaks.",
        ),
        "catalogue_empty": Template(
            "目录中还没有已发布的技术。", "The catalogue holds no published technology yet."
        ),
    }
)
