"""Sentences that say what is unknown about a match, and what to beware of."""

from collections.abc import Mapping
from types import MappingProxyType

from data.vocabulary.message_template import Template

UNKNOWNS: Mapping[str, Template] = MappingProxyType(
    {
        "fit_unknown": Template(
            "需求描述与该技术的契合程度未知，其权重已分给其他部分，并相应扣减得分。",
            "How well it fits is unknown; the weight went to the other parts, at a deduction.",
        ),
        "site_unknown": Template(
            "需求未写明项目所在地，位置不参与评分，其权重已分给其他部分。",
            "The need names no site: location does not count; its weight went to the other parts.",
        ),
        "location_unknown": Template(
            "技术方地址和案例位置未知，位置的权重已分给其他部分，并相应扣减得分。",
            "The places of owner and cases are unknown; the weight of location went to the other "
            "parts, at a deduction.",
        ),
        "abatement_cost_unknown": Template(
            "缺少投资额、年减排量或使用期，碳减排单位成本待确认；其权重已分给其他部分，并相应扣减得分。",
            "Investment, annual tonnes or service life is missing, so the unit cost is to be "
            "confirmed; its weight went to the other parts, at a deduction.",
        ),
        "sector_unknown": Template(
            "未写明适用行业，是否适用于{demand_sectors}待确认。",
            "It states no sectors; whether it suits {demand_sectors} is to be confirmed.",
        ),
        "technology_type_unknown": Template(
            "未写明技术类型，是否属于所需类型待确认。",
            "It states no technology type; whether it is a wanted one is to be confirmed.",
        ),
        "project_type_unknown": Template(
            "未写明适用于技改还是新建，是否适用于{project_type}项目待确认。",
            "It does not say whether it suits {project_type} projects; to be confirmed.",
        ),
        "stage_unknown": Template(
            "未写明所处阶段，是否为示范类待确认。",
            "It states no stage; whether it is at demonstration stage is to be confirmed.",
        ),
        "temperature_unknown": Template(
            "未写明适用温度，是否适用于 {demand_temperature_celsius} 待确认。",
            "It states no temperatures; whether it suits {demand_temperature_celsius} is to be "
            "confirmed.",
        ),
        "scale_unknown": Template(
            "没有可与需求比较规模的案例，规模是否合适待确认。",
            "No case compares with the need in size; whether the scale suits is to be confirmed.",
        ),
        "investment_unknown": Template(
            "案例投资额未知，是否超过上限 {limit_yuan} 待确认。",
            "No case states its investment; whether it keeps to {limit_yuan} is to be confirmed.",
        ),
        "payback_unknown": Template(
            "案例投资回收期未知，是否超过上限 {limit_years} 待确认。",
            "No case states its payback; whether it keeps to {limit_years} is to be confirmed.",
        ),
        "abatement_cost_limit_unknown": Template(
            "案例碳减排单位成本未知，是否超过上限 {limit_yuan_per_tco2} 待确认。",
            "No case gives a unit cost; whether it keeps to {limit_yuan_per_tco2} is to be "
            "confirmed.",
        ),
        "construction_unknown": Template(
            "案例建设期未知，能否在 {limit_months} 内建成待确认。",
            "No case states its construction time; whether {limit_months} suffice is to be "
            "confirmed.",
        ),
        "service_life_unknown": Template(
            "所用案例未写明使用期，未计算平准化成本和净成本。",
            "The case used states no service life; levelised and net cost are not computed.",
        ),
        "annual_benefit_unknown": Template(
            "所用案例未写明年经济效益，未计算净成本。",
            "The case used states no annual benefit; the net cost is not computed.",
        ),
    }
)

WARNINGS: Mapping[str, Template] = MappingProxyType(
    {
        "demonstration_stage": Template(
            "示范类技术，工程应用业绩较少。",
            "It is at demonstration stage: few projects show how it does.",
        ),
        "owner_cost_figure": Template(
            "碳减排单位成本为技术方申报值，缺少数据未能复算。",
            "The unit cost is the owner's figure: inputs to recompute it are missing.",
        ),
        "climate_not_listed": Template(
            "项目所在的{climate_zone}不在其写明的适用气候区内（按省级行政区近似判定），请核实。",
            "The site's climate ({climate_zone}; approximate, by province) is not among its zones; "
            "please check.",
        ),
        "capacity_outside_band": Template(
            "需求规模 {demand_amount} {unit} 不在适用规模范围（{capacity_band}）内，请核实。",
            "The need's {demand_amount} {unit} is outside its capacity range ({capacity_band}); "
            "please check.",
        ),
        "target_not_reached": Template(
            "案例年减排 {abatement_tco2_per_year}，低于目标 {target_tco2_per_year}。",
            "A case abates {abatement_tco2_per_year}, below the target of {target_tco2_per_year}.",
        ),
        "case_over_investment_limit": Template(
            "所用案例投资 {case_yuan}，超过上限 {limit_yuan}；另有案例未超过。",
            "The case used took {case_yuan}, over the limit of {limit_yuan}; another kept to it.",
        ),
        "case_over_payback_limit": Template(
            "所用案例回收期 {case_years}，超过上限 {limit_years}；另有案例未超过。",
            "The case used took {case_years} to pay back, over the limit of {limit_years}; another "
            "one kept to it.",
        ),
        "case_over_abatement_cost_limit": Template(
            "所用案例碳减排单位成本 {case_yuan_per_tco2}，超过上限 {limit_yuan_per_tco2}；"
            "另有案例未超过。",
            "The case used cost {case_yuan_per_tco2}, over the limit of {limit_yuan_per_tco2}; "
            "another one kept to it.",
        ),
        "case_over_construction_time": Template(
            "所用案例建设期 {case_months}，超过可用时间 {limit_months}；另有案例未超过。",
            "The case used was built in {case_months}, more than the {limit_months} left; another "
            "one was in time.",
        ),
    }
)
