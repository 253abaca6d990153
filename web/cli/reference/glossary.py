"""docs/glossary.md: the policy's terms and our identifiers, from the field dictionary and codes."""

from data.reference import field_dictionary
from data.vocabulary import LeadStage, OrganizationKind, Role, Term
from web.cli.reference.markdown import code, page, section, table

RECORDS = (
    (
        "国家重点推广的低碳技术目录",
        "national catalogue",
        "others are local catalogues",
    ),
    ("目录批次", "catalogue_batch", "one call of a catalogue (§三)"),
    ("低碳技术", "technology", "an entry of the application form (附件1)"),
    ("典型案例", "technology_case", "one implemented project; second page of the form"),
    ("园区", "park", "with designations such as 生态工业园区"),
    ("园区企业", "enterprise", "an enterprise in a park"),
    ("需求", "demand", "what a park or an enterprise needs, in its own words; pages say “need”"),
    ("供需对接", "matchmaking", "what the service does (§五（三）)"),
    ("匹配", "match", "one technology in the ranking of one demand"),
    ("匹配记录", "match_run", "what was shown at which rank, by which versions; never changed"),
    ("入选理由 / 未入选原因", "reasons / exclusion reasons", "message codes with values"),
    ("契合度 / 区位 / 减排成本", "fit / location / abatement_cost", "the three parts of a score"),
    ("碳减排单位成本", "abatement_cost_yuan_per_tco2", "附件2 十二; the figure that ranks"),
    ("平准化减排成本", "levelised_yuan_per_tco2", "discounted; shown, never ranks"),
    ("净减排成本", "net_yuan_per_tco2", "after benefits; shown, never ranks"),
    ("排放因子集", "factor_set", "named and versioned; default notice-2024-0.5703"),
    ("对接线索", "lead", "an introduction, from introduced to verified"),
    ("推广效果跟踪反馈", "follow_up; outcome", "what was asked, and what was answered (§五（三）)"),
    ("推荐单位 / 申报单位", "recommending_unit / applicant", "an organization with that right"),
    ("管辖范围", "jurisdiction", "a record of its own: regions, ministries, central enterprises"),
    ("核验", "verification", "by a bureau officer, with evidence"),
    ("统一社会信用代码", "unified_social_credit_code", "GB 32100-2015, check character verified"),
    ("行政区划代码", "region_code", "GB/T 2260, six digits"),
)
UNITS = (
    ("_yuan", "yuan; 万元 and 亿元 are converted at the door"),
    ("_yuan_per_tco2", "yuan per tonne of CO2 equivalent"),
    ("_tco2_per_year", "tonnes of CO2 equivalent a year; 万t is converted at the door"),
    ("_share", "0 to 1; pages show %"),
    ("_km, _deg, _celsius, _mpa, _m2, _kv", "as spelled; degrees are WGS-84"),
    ("_months, _years", "durations"),
    ("_at / _on", "instant, aware and in UTC / calendar day"),
    ("_count / _code / _id", "how many / a code of a list / a number of a record"),
)
_INTRODUCTION = (
    "One term, one identifier, everywhere: code, API, database, documents. American English, with "
    "two exceptions: `catalogue`, the policy's own word, and `levelised_`. Unknown is null, never "
    "zero. All [fields](reference/fields.md), all [codes](reference/codes.md)."
)


def glossary_page() -> str:
    """Return the glossary."""
    form_fields = [
        (entry.name_zh, code(f"{entry.record}.{entry.field}"), entry.clause)
        for entry in field_dictionary().values()
        if entry.source.startswith("环办气候") and not entry.record.startswith("applicant")
    ]
    return page(
        "Glossary",
        _INTRODUCTION,
        section(
            "Records and ideas",
            table(
                ("中文", "identifier", "note"),
                ((zh, code(name), note) for zh, name, note in RECORDS),
            ),
        ),
        section("Units are suffixes", table(("suffix", "meaning"), _units())),
        section("Roles", _terms(Role)),
        section("Kinds of organizations", _terms(OrganizationKind)),
        section("Stages of a lead", _terms(LeadStage)),
        section(
            "Fields of the application form", table(("中文", "identifier", "clause"), form_fields)
        ),
    )


def _units() -> list[tuple[str, str]]:
    return [(code(suffix), meaning) for suffix, meaning in UNITS]


def _terms(terms: type[Term]) -> str:
    rows = ((term.label_zh, code(term.value), term.label_en) for term in terms)
    return table(("中文", "identifier", "English"), rows)
