"""Sentences of the form audit, by rule: what was found, and what was expected."""

from collections.abc import Mapping
from types import MappingProxyType

from data.vocabulary.form_audit import FindingRule as Rule
from data.vocabulary.message_template import Template

_FIGURES: Mapping[Rule, Template] = {
    Rule.INVESTMENT_UNIT: Template(
        "项目投资额 {stated_yuan} 与其他数据相差约一万倍，可能混淆了元与万元；"
        "{likely_yuan} 与其他数据相符。",
        "The investment of {stated_yuan} is off by ten thousand against the other figures, as when "
        "yuan and 10,000 yuan are mixed up; {likely_yuan} agrees with them.",
    ),
    Rule.CONVENTIONAL_INVESTMENT_UNIT: Template(
        "传统技术投资额 {stated_yuan} 与其他数据相差约一万倍，可能混淆了元与万元；"
        "{likely_yuan} 与其他数据相符。",
        "The conventional investment of {stated_yuan} is off by ten thousand, as when yuan and "
        "10,000 yuan are mixed up; {likely_yuan} agrees with the other figures.",
    ),
    Rule.BENEFIT_UNIT: Template(
        "年经济效益 {stated_yuan} 与投资额、回收期相差约一万倍，可能混淆了元与万元；"
        "{likely_yuan} 与之相符。",
        "The annual benefit of {stated_yuan} is off by ten thousand against investment and "
        "payback, as when yuan and 10,000 yuan are mixed up; {likely_yuan} agrees with them.",
    ),
    Rule.MONEY_UNIT: Template(
        "本案例的几项金额（投资额 {stated_yuan} 等）与减排数据相差约一万倍，可能都混淆了元与万元；"
        "投资额为 {likely_yuan} 时相符。",
        "Several amounts of this case (investment {stated_yuan} and others) are off by ten "
        "thousand against its tonnes, as when yuan and 10,000 yuan are mixed up; an investment of "
        "{likely_yuan} agrees.",
    ),
    Rule.ABATEMENT_UNIT: Template(
        "年碳减排量 {stated_tco2_per_year} 与其他数据相差约一万倍，可能混淆了吨与万吨；"
        "{likely_tco2_per_year} 与其他数据相符。",
        "The annual abatement of {stated_tco2_per_year} is off by ten thousand, as when tonnes and "
        "10,000 tonnes are mixed up; {likely_tco2_per_year} agrees with the other figures.",
    ),
    Rule.UNIT_COST_UNIT: Template(
        "碳减排单位成本 {stated_yuan_per_tco2} 与复算值 {likely_yuan_per_tco2} 相差约一万倍，"
        "可能混淆了元与万元。",
        "The unit cost of {stated_yuan_per_tco2} is off by ten thousand against the computed "
        "{likely_yuan_per_tco2}, as when yuan and 10,000 yuan are mixed up.",
    ),
    Rule.ABATEMENT_LIFETIME: Template(
        "年碳减排量 {stated_tco2_per_year} 可能是使用期 {life_years} 的总量；"
        "每年 {likely_tco2_per_year} 与其他数据相符。",
        "The annual abatement of {stated_tco2_per_year} may be the total of the service life of "
        "{life_years}; {likely_tco2_per_year} agrees with the other figures.",
    ),
    Rule.BENEFIT_LIFETIME: Template(
        "年经济效益 {stated_yuan} 可能是使用期 {life_years} 的总额；"
        "每年 {likely_yuan} 与投资额、回收期相符。",
        "The annual benefit of {stated_yuan} may be the total of the service life of {life_years}; "
        "{likely_yuan} a year agrees with investment and payback.",
    ),
    Rule.UNIT_COST_ONE_YEAR: Template(
        "碳减排单位成本 {stated_yuan_per_tco2} 似为投资额除以一年的减排量；"
        "按使用期 {life_years} 计为 {likely_yuan_per_tco2}。",
        "The unit cost of {stated_yuan_per_tco2} seems to divide by one year's tonnes; over the "
        "service life of {life_years} it is {likely_yuan_per_tco2}.",
    ),
    Rule.ANNUAL_OR_LIFETIME: Template(
        "按投资额、年碳减排量和单位成本反推，使用期仅约 {implied_years}："
        "减排量可能填了使用期总量，或单位成本只除以一年的减排量。请同时填写项目使用期。",
        "Investment, annual abatement and unit cost imply a service life of only {implied_years}: "
        "the tonnes may be those of the whole life, or the unit cost divides by one year's tonnes. "
        "Please state the service life too.",
    ),
    Rule.UNIT_COST_WHOLE_INVESTMENT: Template(
        "新建项目的单位成本按增量投资计算：{stated_yuan_per_tco2} 似按全部投资计算，"
        "按增量投资应为 {likely_yuan_per_tco2}。",
        "A new build's unit cost counts the added investment only: {stated_yuan_per_tco2} seems to "
        "count all of it; by the increment it is {likely_yuan_per_tco2}.",
    ),
    Rule.UNIT_COST_NET: Template(
        "单位成本 {stated_yuan_per_tco2} 似已扣减年经济效益；按填写说明只计投资，"
        "应为 {likely_yuan_per_tco2}。",
        "The unit cost of {stated_yuan_per_tco2} seems to deduct the annual benefit; the notice "
        "counts the investment only, which gives {likely_yuan_per_tco2}.",
    ),
    Rule.UNIT_COST_DISCOUNTED: Template(
        "单位成本 {stated_yuan_per_tco2} 似按折现率 {rate_exact_share} 计算；按填写说明不折现，"
        "应为 {likely_yuan_per_tco2}。",
        "The unit cost of {stated_yuan_per_tco2} seems discounted at {rate_exact_share}; the "
        "notice does not discount, which gives {likely_yuan_per_tco2}.",
    ),
    Rule.UNIT_COST_SIGN: Template(
        "单位成本 {stated_yuan_per_tco2} 的正负号与投资额不符；按填写说明只计投资"
        "（新建计增量），不扣减收益。",
        "The sign of the unit cost {stated_yuan_per_tco2} contradicts the investment; the notice "
        "counts the investment only (the increment of a new build), without benefits.",
    ),
    Rule.UNIT_COST_DIFFERS: Template(
        "碳减排单位成本 {stated_yuan_per_tco2} 与按投资额、年碳减排量和使用期复算的 "
        "{expected_yuan_per_tco2} 相差超过 {tolerance_exact_share}。",
        "The unit cost of {stated_yuan_per_tco2} differs by more than {tolerance_exact_share} from "
        "{expected_yuan_per_tco2}, computed from investment, annual abatement and service life.",
    ),
    Rule.IMPLIED_LIFE: Template(
        "按投资额、年碳减排量和单位成本反推，使用期为 {implied_years}，"
        "不在 {lowest_years} 至 {highest_years} 之间。",
        "Investment, annual abatement and unit cost imply a service life of {implied_years}, "
        "outside {lowest_years} to {highest_years}.",
    ),
    Rule.SERVICE_LIFE_MONTHS: Template(
        "项目使用期 {stated_years} 可能混淆了月与年；{likely_years} 与其他数据相符。",
        "The service life of {stated_years} may mix up months and years; {likely_years} agrees "
        "with the other figures.",
    ),
    Rule.SERVICE_LIFE_RANGE: Template(
        "项目使用期 {stated_years} 不在 {lowest_years} 至 {highest_years} 之间。",
        "The service life of {stated_years} is outside {lowest_years} to {highest_years}.",
    ),
    Rule.PAYBACK_MONTHS: Template(
        "投资回收期 {stated_years} 可能混淆了月与年；{likely_years} 与投资额、年经济效益相符。",
        "The payback of {stated_years} may mix up months and years; {likely_years} agrees with "
        "investment and annual benefit.",
    ),
    Rule.PAYBACK_DISCOUNTED: Template(
        "投资回收期 {stated_years} 似为按折现率 {rate_exact_share} 计算的动态回收期；"
        "静态回收期为 {likely_years}，请写明口径。",
        "The payback of {stated_years} seems discounted at {rate_exact_share}; the simple payback "
        "is {likely_years}. Please say which is meant.",
    ),
    Rule.PAYBACK_DIFFERS: Template(
        "投资回收期 {stated_years} 与投资额除以年经济效益所得的 {expected_years} 不符"
        "（计入建设期为 {with_construction_years}）。",
        "The payback of {stated_years} differs from investment over annual benefit, "
        "{expected_years} ({with_construction_years} with the construction period).",
    ),
    Rule.PAYBACK_WITHOUT_BENEFIT: Template(
        "填了投资回收期 {stated_years}，但年经济效益为 {benefit_yuan}，投资无法回收。",
        "A payback of {stated_years} is stated, but with an annual benefit of {benefit_yuan} the "
        "investment is never earned back.",
    ),
    Rule.CONSTRUCTION_MONTHS: Template(
        "项目建设期 {stated_months} 可能混淆了月与年；{likely_months} 更为合理。",
        "The construction period of {stated_months} may mix up months and years; {likely_months} "
        "fits better.",
    ),
    Rule.FIGURE_NOT_POSITIVE: Template(
        "“{field_label}”应大于零，现为 {stated}。",
        "“{field_label}” must be above zero, but is {stated}.",
    ),
    Rule.FIGURE_UNUSUAL: Template(
        "每吨减排的投资或成本为 {computed_yuan_per_tco2}，远离常见范围，"
        "请核对“{field_label}”的单位。",
        "Abatement costs {computed_yuan_per_tco2} by these figures, far from what is usual; please "
        "check the unit of “{field_label}”.",
    ),
}

_POTENTIAL: Mapping[Rule, Template] = {
    Rule.SHARE_PERCENT: Template(
        "“{field_label}”为 {stated_exact_share}，可能混淆了百分数与小数；"
        "{likely_exact_share} 更为合理。",
        "“{field_label}” is {stated_exact_share}, which may mix up percent and fraction; "
        "{likely_exact_share} fits better.",
    ),
    Rule.SHARE_RANGE: Template(
        "“{field_label}”应在 0 至 100% 之间，现为 {stated_exact_share}。",
        "“{field_label}” must lie between 0 and 100%, but is {stated_exact_share}.",
    ),
    Rule.REDUCTION_DIFFERS: Template(
        "排放下降比例 {stated_exact_share} 与年碳减排量除以写明的原排放量所得的 "
        "{expected_exact_share} 不符。",
        "The reduction of {stated_exact_share} differs from annual abatement over the stated "
        "earlier emissions, {expected_exact_share}.",
    ),
    Rule.ADOPTION_FALLS: Template(
        "2030 年预期推广比例 {stated_exact_share} 低于目前已推广比例 {now_exact_share}。",
        "The share expected for 2030, {stated_exact_share}, is below today's {now_exact_share}.",
    ),
    Rule.POTENTIAL_2030_UNIT: Template(
        "2030 年年碳减排潜力 {stated_tco2_per_year} 可能混淆了吨与万吨；"
        "{likely_tco2_per_year} 与案例和推广比例相称。",
        "The 2030 potential of {stated_tco2_per_year} may mix up tonnes and 10,000 tonnes; "
        "{likely_tco2_per_year} is in proportion to the cases and shares.",
    ),
    Rule.POTENTIAL_2030_TOO_LARGE: Template(
        "按 2030 年推广比例折算，全部推广后年减排 {full_tco2_per_year}，"
        "超过全国温室气体排放量约 {national_tco2_per_year} 的 {limit_exact_share}。",
        "At full adoption this potential means {full_tco2_per_year}, more than "
        "{limit_exact_share} of the nation's emissions of about {national_tco2_per_year}.",
    ),
    Rule.POTENTIAL_2030_TOO_SMALL: Template(
        "2030 年潜力折算到目前推广比例为 {today_tco2_per_year}，"
        "小于所列案例之和 {cases_tco2_per_year}。",
        "Scaled to today's share the 2030 potential is {today_tco2_per_year}, less than the "
        "{cases_tco2_per_year} of the cases listed.",
    ),
    Rule.INVESTMENT_2030_UNIT: Template(
        "2030 年预计总投资 {stated_yuan} 可能混淆了亿元与万元；{likely_yuan} 与潜力和案例相称。",
        "The 2030 investment of {stated_yuan} may mix up 100 million and 10,000 yuan; "
        "{likely_yuan} is in proportion to potential and cases.",
    ),
    Rule.INVESTMENT_2030_DIFFERS: Template(
        "2030 年总投资与年减排潜力之比为 {stated_yuan_per_tco2}（按年减排量计），"
        "案例为 {cases_yuan_per_tco2}，相差悬殊。",
        "The 2030 investment is {stated_yuan_per_tco2} of annual potential; the cases took "
        "{cases_yuan_per_tco2}, which is far apart.",
    ),
    Rule.INVESTMENT_2030_TOO_SMALL: Template(
        "2030 年预计总投资 {stated_yuan} 小于所列案例投资之和 {cases_yuan}。",
        "The 2030 investment of {stated_yuan} is less than the {cases_yuan} the cases listed took.",
    ),
    Rule.COMPARISON_MISSING: Template(
        "未写明估算碳减排量时对比的是哪一种技术（附件2 十一）。",
        "The technology against which abatement was estimated is not named (Annex 2, 11).",
    ),
    Rule.COMPARISON_VAGUE: Template(
        "“{stated}”未说明具体是哪一种技术，请写明对比技术的名称。",
        "“{stated}” names no particular technology; please name the one compared with.",
    ),
    Rule.GRID_FACTOR_MISSING: Template(
        "减排涉及用电，但未写明所用电网排放因子；申报按 {notice_factor} tCO₂/MWh 计算。",
        "The abatement involves electricity, but no grid factor is stated; applications use "
        "{notice_factor} tCO2/MWh.",
    ),
    Rule.GRID_FACTOR_OTHER: Template(
        "写明的电网排放因子 {stated_factor}{factor_name}不是申报规定的 {notice_factor} tCO₂/MWh。",
        "The stated grid factor {stated_factor}{factor_name} is not the {notice_factor} tCO2/MWh "
        "that applications use.",
    ),
}

_EVIDENCE: Mapping[Rule, Template] = {
    Rule.REQUIRED_EMPTY: Template(
        "“{field_label}”未填写。",
        "“{field_label}” is empty.",
    ),
    Rule.CONTACT_INCOMPLETE: Template(
        "联系人信息缺少：{missing_fields}。",
        "The contact lacks: {missing_fields}.",
    ),
    Rule.TOO_FEW_CASES: Template(
        "{stage_label}至少需要 {needed} 个典型案例，现有 {stated} 个。",
        "{stage_label}: the form needs {needed} or more cases; it has {stated}.",
    ),
    Rule.EVIDENCE_MISSING: Template(
        "写明了技术鉴定情况，但没有附上鉴定证书、检测报告或专利证书等材料。",
        "An appraisal is described, but no certificate, test report or patent is attached.",
    ),
    Rule.CALCULATION_MISSING: Template(
        "没有附上碳减排量的测算过程（附件2 十、十一）。",
        "The calculation of the abatement is not attached (Annex 2, 10 and 11).",
    ),
    Rule.COMMISSIONED_IN_FUTURE: Template(
        "投运日期 {stated_on} 在将来，典型案例应是已实施的项目。",
        "The case is commissioned on {stated_on}, in the future; cases must be implemented.",
    ),
    Rule.COMMISSIONED_TOO_EARLY: Template(
        "投运日期 {stated_on} 减去建设期后早于 {earliest} 年，请核对。",
        "Commissioned on {stated_on}, construction began before {earliest}; please check.",
    ),
    Rule.COMMISSIONED_AFTER_BATCH: Template(
        "投运日期 {stated_on} 晚于本批次申报截止日期 {closes_on}。",
        "The case is commissioned on {stated_on}, after the call closed on {closes_on}.",
    ),
    Rule.BATCH_CLOSED: Template(
        "所选批次已于 {closes_on} 截止申报。",
        "The chosen call closed on {closes_on}.",
    ),
}

FINDINGS: Mapping[Rule, Template] = MappingProxyType({**_FIGURES, **_POTENTIAL, **_EVIDENCE})
