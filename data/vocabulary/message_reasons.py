"""Sentences that say why a technology suits a need."""

from collections.abc import Mapping
from types import MappingProxyType

from data.vocabulary.message_template import Template

REASONS: Mapping[str, Template] = MappingProxyType(
    {
        "meaning_close": Template(
            "需求描述与该技术的内容相近，接近程度为最相近者的 {closeness_share}。",
            "The need and this technology are close in meaning: {closeness_share} of the closest.",
        ),
        "wording_shared": Template(
            "需求描述与该技术有较多共同用词，重合程度为最高者的 {closeness_share}。",
            "The need and this technology share telling words: {closeness_share} of the most.",
        ),
        "technology_type_wanted": Template(
            "属于需求指定的技术类型（{technology_type}）。",
            "It is of a technology type the need asks for ({technology_type}).",
        ),
        "topic_inferred": Template(
            "属于从需求文字推断的技术类型“{inferred_type}”（把握 {probability_share}）。",
            "It is of the type inferred from the need's text, {inferred_type} "
            "({probability_share} sure).",
        ),
        "medium_shared": Template(
            "涉及需求所说的介质：{media}。",
            "It deals with what the need speaks of: {media}.",
        ),
        "purpose_shared": Template(
            "用途与需求相同：{purposes}。",
            "It serves the need's purpose: {purposes}.",
        ),
        "sector_applicable": Template(
            "适用行业（{sectors}）与需求所属行业（{demand_sectors}）相符。",
            "Its stated sectors ({sectors}) agree with the need's ({demand_sectors}).",
        ),
        "project_type_applicable": Template(
            "适用于{project_type}项目。",
            "It suits {project_type} projects.",
        ),
        "temperature_in_band": Template(
            "温度 {demand_temperature_celsius} 在适用范围 {band_celsius} 内。",
            "The need's {demand_temperature_celsius} is within its range of {band_celsius}.",
        ),
        "temperature_partly_in_band": Template(
            "温度 {demand_temperature_celsius} 中有 {covered_share} 在适用范围 {band_celsius} 内。",
            "Its range of {band_celsius} covers {covered_share} of {demand_temperature_celsius}.",
        ),
        "scale_similar": Template(
            "案例规模 {case_amount} {unit}，与需求的 {demand_amount} {unit} 相近。",
            "A case of {case_amount} {unit} is near the need's {demand_amount} {unit}.",
        ),
        "capacity_in_band": Template(
            "需求规模 {demand_amount} {unit} 在适用规模范围（{capacity_band}）内。",
            "The need's {demand_amount} {unit} is within its capacity range ({capacity_band}).",
        ),
        "target_reached": Template(
            "案例年减排 {abatement_tco2_per_year}，达到目标 {target_tco2_per_year}。",
            "A case abates {abatement_tco2_per_year}; the target is {target_tco2_per_year}.",
        ),
        "service_point_near": Template(
            "技术方服务点距项目所在地 {distance_km}。",
            "The owner's service point is {distance_km} from the site.",
        ),
        "reference_case_near": Template(
            "最近案例 {distance_km}：{case_name}。",
            "The nearest case is {distance_km} away: {case_name}.",
        ),
        "climate_suitable": Template(
            "适用气候区包括项目所在的{climate_zone}（按省级行政区近似判定）。",
            "Its climate zones include the site's: {climate_zone} (approximate, by province).",
        ),
        "abatement_cost_low": Template(
            "碳减排单位成本 {abatement_cost_yuan_per_tco2}，低于参考值 {reference_yuan_per_tco2}。",
            "Its unit cost of {abatement_cost_yuan_per_tco2} is below the reference of "
            "{reference_yuan_per_tco2}.",
        ),
        "abatement_cost_not_positive": Template(
            "碳减排单位成本 {abatement_cost_yuan_per_tco2}：减排不增加投资。",
            "Its unit cost is {abatement_cost_yuan_per_tco2}: abatement adds no investment.",
        ),
        "investment_within_limit": Template(
            "案例投资 {least_yuan}，不超过上限 {limit_yuan}。",
            "A case took an investment of {least_yuan}, within the limit of {limit_yuan}.",
        ),
        "payback_within_limit": Template(
            "案例投资回收期 {least_years}，不超过上限 {limit_years}。",
            "A case was paid back in {least_years}, within the limit of {limit_years}.",
        ),
        "abatement_cost_within_limit": Template(
            "案例碳减排单位成本 {least_yuan_per_tco2}，不超过上限 {limit_yuan_per_tco2}。",
            "A case cost {least_yuan_per_tco2}, within the limit of {limit_yuan_per_tco2}.",
        ),
        "construction_in_time": Template(
            "案例建设期 {least_months}，在可用时间 {limit_months} 之内。",
            "A case was built in {least_months}; {limit_months} are left.",
        ),
    }
)
