"""The boxes of the official 申报表 (附件1), in its order and wording, and those of the supplement.

The supplement asks for what the form lacks (RULINGS 25), clearly apart from the official boxes.
"""

from dataclasses import dataclass
from functools import lru_cache

from data.forms.units import PERIODS
from data.reference.field_dictionary import FieldEntry, field_dictionary, fields_of
from data.vocabulary import Pollutant

ANNEX = "附件1"
FORM_TITLE = "国家重点推广的低碳技术申报表"
CASE_TITLE = "已实施的典型案例（示范类技术填写一项、推广类技术至少填写两项）"
CONTACT_TITLE = "申报单位联系人"
SUPPLEMENT_TITLE = "补充信息（申报表以外，供平台匹配与核算使用）"
SUPPLEMENT_HEAD = "补充信息页（不属于国家申报表）"
CASE_SUPPLEMENT_TITLE = "案例补充信息（申报表以外）"
CASE_NUMBER_LABEL = "对应案例序号"
OTHER_POLLUTANTS_LABEL = "其他污染物减排量（t/a）"
CONTENT_GROUP, POTENTIAL_GROUP = "技术内容", "推广前景和碳减排潜力"
TITLES = (
    ANNEX, FORM_TITLE, CASE_TITLE, CONTACT_TITLE, SUPPLEMENT_HEAD, SUPPLEMENT_TITLE,
    CASE_SUPPLEMENT_TITLE,
)  # fmt: skip
GROUPS = (CONTENT_GROUP, POTENTIAL_GROUP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box of the form: where its content goes, and the label beside it.

    `key` is the pollutant of a co-benefit. `unit` is what the label says that people write.
    """

    record: str
    field: str
    label: str
    unit: str = ""
    key: str = ""

    @property
    def entry(self) -> FieldEntry:
        """The field's entry in the dictionary."""
        return field_dictionary()[self.record, self.field]


def _official(record: str, *labeled: tuple[str, str]) -> tuple[Box, ...]:
    return tuple(
        Box(record=record, field=field, label=label, unit=_unit(field_dictionary()[record, field]))
        for field, label in labeled
    )


def _unit(entry: FieldEntry) -> str:
    # The form takes months or years alike: without a unit an amount says neither.
    return "" if entry.unit in PERIODS else entry.form_unit


@lru_cache(maxsize=1)
def technology_boxes() -> tuple[Box, ...]:
    """Return the boxes of the first table, in the notice's order (附件1)."""
    return _official(
        "technology",
        ("name", "技术名称"),
        ("technology_category", "技术类别"),
        ("technology_type", "技术类型"),
        ("fields", "所属领域"),
        ("stage", "所处阶段"),
        ("application_status", "该技术应用现状及产业化情况"),
        ("technical_principle", "技术原理"),
        ("key_technology", "关键技术"),
        ("process_flow", "工艺流程"),
        ("technical_indicators", "主要技术指标"),
        ("technology_source", "技术来源"),
        ("appraisal", "技术鉴定情况"),
        ("applicability", "技术应用条件或范围"),
        ("promotion_barriers", "技术推广障碍及建议"),
        ("typical_users", "典型用户"),
        ("adoption_share", "目前已推广比例（%）"),
        ("adoption_share_2030", "2030年预期推广比例（%）"),
        ("investment_2030_yuan", "2030年该技术预计总投资额（亿元）"),
        ("abatement_potential_2030_tco2_per_year", "2030年预计可形成的年碳减排潜力（万tCO₂/a）"),
    )


@lru_cache(maxsize=1)
def case_boxes() -> tuple[Box, ...]:
    """Return the boxes of one case, in the notice's order (附件1)."""
    return _official(
        "technology_case",
        ("name", "项目名称"),
        ("scale", "项目建设规模"),
        ("conditions", "项目建设条件"),
        ("content", "主要建设或改造内容"),
        ("main_equipment", "主要设备"),
        ("investment_yuan", "项目投资额（万元）"),
        ("construction_months", "项目建设期（月或年）"),
        ("abatement_tco2_per_year", "项目年碳减排量（折tCO₂）"),
        ("emission_reduction_share", "项目碳排放较行业平均水平的下降比例（%）"),
        ("annual_benefit_yuan", "项目可形成的年经济效益（万元）"),
        ("payback_years", "项目投资回收期（月或年）"),
        ("abatement_cost_yuan_per_tco2", "项目碳减排单位成本（元/tCO₂）"),
        ("environmental_benefit", "项目的环境效益"),
        ("social_benefit", "项目的社会效益"),
    )


@lru_cache(maxsize=1)
def opinion_box() -> Box:
    """Return the box that the recommending unit fills and stamps."""
    return Box(record="technology", field="recommendation_opinion", label="推荐单位意见\n（盖章）")


@lru_cache(maxsize=1)
def contact_boxes() -> tuple[Box, ...]:
    """Return the boxes of the applicant's contact; 联系电话 stands twice (附件1)."""
    return _official(
        "applicant_contact",
        ("unit_name", "单位名称"),
        ("head_name", "单位负责人"),
        ("head_phone", "联系电话"),
        ("contact_name", "申报联系人"),
        ("contact_phone", "联系电话"),
        ("mobile", "手 机"),
        ("postcode", "邮 编"),
        ("email", "E-mail"),
        ("fax", "传 真"),
        ("postal_address", "通信地址"),
    )


@lru_cache(maxsize=1)
def supplement_boxes() -> tuple[Box, ...]:
    """Return what the form lacks about the technology, its owner and where it can be applied."""
    dictionary = field_dictionary()
    own = ("technology_topics", "comparison_technology", "recommending_unit")
    entries = [dictionary["technology", field] for field in own]
    entries += [*fields_of("technology_owner"), *fields_of("applicability_rules")]
    return tuple(_supplement(entry) for entry in entries)


@lru_cache(maxsize=1)
def case_supplement_boxes() -> tuple[Box, ...]:
    """Return what the form lacks about a case (RULINGS 25)."""
    official = {box.field for box in case_boxes()} | {"co_benefits", "unknown_fields"}
    entries = [entry for entry in fields_of("technology_case") if entry.field not in official]
    benefits = field_dictionary()["technology_case", "co_benefits"]
    pollutants = [
        Box(
            record=benefits.record,
            field=benefits.field,
            label=f"{pollutant.label_zh.split()[0]}减排量（{benefits.form_unit}）",
            unit=benefits.form_unit,
            key=pollutant.value,
        )
        for pollutant in Pollutant
    ]
    others = Box(record=benefits.record, field=benefits.field, label=OTHER_POLLUTANTS_LABEL)
    return (*(_supplement(entry) for entry in entries), *pollutants, others)


def _supplement(entry: FieldEntry) -> Box:
    label = f"{entry.name_zh}（{entry.form_unit}）" if entry.form_unit else entry.name_zh
    return Box(record=entry.record, field=entry.field, label=label, unit=entry.form_unit)
