"""Code lists of filling in the application form: its sections, and where a change came from."""

from typing import Final

from data.vocabulary.term import Term


class FormSection(Term):
    """A page of the form, in the order of 附件1; the last one is ours (RULINGS 25)."""

    BASICS = "basics", "基本信息", "Basics"
    CONTENT = "content", "技术内容", "Technical content"
    SOURCE = "source", "技术来源与鉴定情况", "Source and appraisal"
    APPLICATION = "application", "应用条件与推广", "Application and promotion"
    POTENTIAL = "potential", "推广前景和碳减排潜力", "Spread and abatement potential"
    CASES = "cases", "已实施的典型案例", "Implemented cases"
    OPINION = "opinion", "推荐单位意见", "Opinion of the recommending unit"
    CONTACT = "contact", "申报单位联系人", "Applicant contact"
    RULES = "rules", "补充信息：应用条件（结构化）", "Supplement: conditions of use as rules"


class EditCause(Term):
    """Where a change of a draft came from."""

    TYPED = "typed", "填写", "Typed"
    SUGGESTION = "suggestion", "采用建议值", "Suggested value taken"
    UNDONE = "undone", "撤销", "Undone"
    IMPORTED = "imported", "导入", "Imported"


class Pollutant(Term):
    """Keys of 污碳协同减排量 (附件1 项目的环境效益): tonnes a year of each."""

    SO2 = "so2_t_per_year", "二氧化硫 SO₂", "Sulphur dioxide SO₂"
    NOX = "nox_t_per_year", "氮氧化物 NOₓ", "Nitrogen oxides NOₓ"
    DUST = "dust_t_per_year", "颗粒物", "Particulate matter"
    VOCS = "vocs_t_per_year", "挥发性有机物 VOCs", "Volatile organic compounds"
    COD = "cod_t_per_year", "化学需氧量 COD", "Chemical oxygen demand"
    NH3 = "nh3_t_per_year", "氨氮 NH₃-N", "Ammonia nitrogen"
    SOLID_WASTE = "solid_waste_t_per_year", "固体废物", "Solid waste"


UNKNOWABLE: Final = (
    "project_type", "service_life_years", "conventional_investment_yuan", "address",
    "commissioned_on", "activity_amount", *(one.value for one in Pollutant),
)  # fmt: skip
"""Supplements of a case that may be answered 不清楚; of pollutants their keys (RULINGS 25)."""


class FormFileKind(Term):
    """What an attachment of an application is; its value is the attachment's `field`."""

    APPRAISAL = "appraisal", "鉴定、检测证书", "Certificate of appraisal or test"
    PATENT = "patent", "专利及其他知识产权证明", "Patent or other intellectual property"
    CALCULATION = "calculation", "碳减排量测算过程", "Calculation of the abatement"
    PROCESS_FLOW = "process_flow", "工艺流程图、设备原理图", "Process or equipment diagram"
    STAMP = "stamp", "盖章扫描件", "Stamped scan"
    OTHER = "other", "其他说明材料", "Other material"
    ORIGINAL = "original", "导入的申报表原件", "Form as it was imported"
