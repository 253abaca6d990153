"""Code lists of the form audit: what a finding says, and how much it weighs (附件1, 附件2)."""

from data.vocabulary.term import Term


class FindingSeverity(Term):
    """How sure it is that the form has to change."""

    ERROR = "error", "须改正", "To correct"
    WARNING = "warning", "请核实", "To check"
    HINT = "hint", "建议", "Suggestion"


class FindingRule(Term):
    """Every rule that a form can break; texts with values stand in `message_findings`."""

    REQUIRED_EMPTY = "required_empty", "必填项未填", "Required field empty"
    CONTACT_INCOMPLETE = "contact_incomplete", "联系人信息不全", "Contact incomplete"
    TOO_FEW_CASES = "too_few_cases", "典型案例数量不足", "Too few cases"
    INVESTMENT_UNIT = "investment_unit", "投资额单位", "Unit of the investment"
    CONVENTIONAL_INVESTMENT_UNIT = (
        "conventional_investment_unit",
        "传统技术投资额单位",
        "Unit of the conventional investment",
    )
    BENEFIT_UNIT = "benefit_unit", "年经济效益单位", "Unit of the annual benefit"
    MONEY_UNIT = "money_unit", "多项金额单位", "Unit of several amounts"
    ABATEMENT_UNIT = "abatement_unit", "年碳减排量单位", "Unit of the annual abatement"
    UNIT_COST_UNIT = "unit_cost_unit", "单位成本的单位", "Unit of the unit cost"
    ABATEMENT_LIFETIME = (
        "abatement_lifetime",
        "全期减排量填作年减排量",
        "Lifetime abatement entered as annual",
    )
    BENEFIT_LIFETIME = (
        "benefit_lifetime",
        "全期效益填作年效益",
        "Lifetime benefit entered as annual",
    )
    UNIT_COST_ONE_YEAR = (
        "unit_cost_one_year",
        "单位成本只除以一年减排量",
        "Unit cost of one year's tonnes",
    )
    ANNUAL_OR_LIFETIME = (
        "annual_or_lifetime",
        "年与全期混用",
        "Annual and lifetime figures mixed",
    )
    UNIT_COST_WHOLE_INVESTMENT = (
        "unit_cost_whole_investment",
        "单位成本未按增量投资",
        "Unit cost of the whole investment",
    )
    UNIT_COST_NET = "unit_cost_net", "单位成本扣减了收益", "Unit cost net of benefits"
    UNIT_COST_DISCOUNTED = "unit_cost_discounted", "单位成本按折现计算", "Unit cost discounted"
    UNIT_COST_SIGN = "unit_cost_sign", "单位成本正负号", "Sign of the unit cost"
    UNIT_COST_DIFFERS = "unit_cost_differs", "单位成本与复算不符", "Unit cost differs"
    IMPLIED_LIFE = "implied_life", "反推的使用期不合理", "Implied service life"
    SERVICE_LIFE_MONTHS = "service_life_months", "使用期的年与月", "Service life: months or years"
    SERVICE_LIFE_RANGE = "service_life_range", "使用期超出常见范围", "Service life out of range"
    PAYBACK_MONTHS = "payback_months", "回收期的年与月", "Payback: months or years"
    PAYBACK_DISCOUNTED = "payback_discounted", "回收期按折现计算", "Payback discounted"
    PAYBACK_DIFFERS = "payback_differs", "回收期与复算不符", "Payback differs"
    PAYBACK_WITHOUT_BENEFIT = (
        "payback_without_benefit",
        "无收益却有回收期",
        "Payback without benefit",
    )
    CONSTRUCTION_MONTHS = (
        "construction_months",
        "建设期的年与月",
        "Construction: months or years",
    )
    FIGURE_NOT_POSITIVE = "figure_not_positive", "数值应大于零", "Figure not above zero"
    FIGURE_UNUSUAL = "figure_unusual", "数值超出常见范围", "Figure far from usual"
    SHARE_PERCENT = "share_percent", "百分数与小数混用", "Percent and share mixed"
    SHARE_RANGE = "share_range", "比例超出范围", "Share out of range"
    REDUCTION_DIFFERS = "reduction_differs", "下降比例与排放量不符", "Reduction share differs"
    ADOPTION_FALLS = "adoption_falls", "预期推广比例低于目前", "Adoption falls"
    POTENTIAL_2030_UNIT = "potential_2030_unit", "2030 年潜力单位", "Unit of the 2030 potential"
    POTENTIAL_2030_TOO_LARGE = (
        "potential_2030_too_large",
        "2030 年潜力超出全国规模",
        "2030 potential beyond the nation",
    )
    POTENTIAL_2030_TOO_SMALL = (
        "potential_2030_too_small",
        "2030 年潜力小于已有案例",
        "2030 potential below the cases",
    )
    INVESTMENT_2030_UNIT = (
        "investment_2030_unit",
        "2030 年总投资单位",
        "Unit of the 2030 investment",
    )
    INVESTMENT_2030_DIFFERS = (
        "investment_2030_differs",
        "2030 年总投资与潜力不相称",
        "2030 investment out of proportion",
    )
    INVESTMENT_2030_TOO_SMALL = (
        "investment_2030_too_small",
        "2030 年总投资小于已有案例",
        "2030 investment below the cases",
    )
    COMPARISON_MISSING = "comparison_missing", "未写明对比的技术", "No comparison technology"
    COMPARISON_VAGUE = "comparison_vague", "对比的技术不具体", "Comparison technology vague"
    GRID_FACTOR_MISSING = "grid_factor_missing", "未写明电网排放因子", "No grid factor stated"
    GRID_FACTOR_OTHER = "grid_factor_other", "电网排放因子口径不同", "Other grid factor"
    EVIDENCE_MISSING = "evidence_missing", "缺少鉴定证明材料", "Appraisal without evidence"
    CALCULATION_MISSING = "calculation_missing", "缺少测算过程附件", "No calculation attached"
    COMMISSIONED_IN_FUTURE = "commissioned_in_future", "投运日期在将来", "Not yet commissioned"
    COMMISSIONED_TOO_EARLY = "commissioned_too_early", "投运日期过早", "Commissioned too early"
    COMMISSIONED_AFTER_BATCH = (
        "commissioned_after_batch",
        "投运晚于申报截止",
        "Commissioned after the call closed",
    )
    BATCH_CLOSED = "batch_closed", "批次已截止", "The call has closed"
