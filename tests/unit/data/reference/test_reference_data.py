"""Reference data: complete, sourced, bilingual, quick to read."""

import subprocess
import sys

import pytest

from data.reference import (
    UnknownCodeError,
    ancestors,
    climate_zone_of,
    climate_zones,
    contains,
    default_factor_set,
    division,
    divisions,
    factor_set,
    factor_set_names,
    factor_suggestions,
    factors,
    field_dictionary,
    fields,
    full_name,
    is_sector_code,
    parks,
    parse_field,
    parse_sector,
    parse_technology_topic,
    parse_technology_type,
    region_label,
    regional_factor_set,
    sector_label,
    sectors,
    taxonomy,
    technology_types,
    topics,
)
from data.reference.files import FOLDER, read_rows
from data.vocabulary import ClimateZone

CSV_FILES = sorted(path.name for path in FOLDER.glob("*.csv*"))
PROVINCES = [item for item in divisions().values() if item.level == "province"]


@pytest.mark.parametrize("name", CSV_FILES)
def test_every_row_of_every_file_has_a_source(name):
    rows = read_rows(name)

    assert rows
    assert [row for row in rows if not row["source"].strip()] == []


def test_every_file_is_described_in_sources():
    described = (FOLDER / "SOURCES.md").read_text("utf-8")
    names = [path.name for path in FOLDER.iterdir() if path.suffix in {".csv", ".json", ".xz"}]

    assert [name for name in names if name not in described] == []


def test_the_taxonomy_has_5_categories_16_types_and_97_topics_with_sources_and_labels():
    assert (len(taxonomy()), len(technology_types()), len(topics())) == (5, 16, 97)
    for entry in (*taxonomy(), *technology_types().values(), *topics().values()):
        assert entry.source.startswith("环办气候〔2024〕2号 §四")
        assert entry.label("zh") != entry.label("en")
        assert entry.label("en").isascii()


def test_topics_lie_in_their_type_and_types_in_their_category():
    assert all(code.startswith(topic.technology_type + ".") for code, topic in topics().items())
    assert all(code.startswith(item.category + ".") for code, item in technology_types().items())


@pytest.mark.parametrize(
    "value",
    ["1.2", " 先进储能技术 ", "advanced energy storage", "１．２", "Advanced Energy Storage"],
)
def test_a_technology_type_is_read_by_code_chinese_or_english_label(value):
    assert parse_technology_type(value) == "1.2"


@pytest.mark.parametrize("value", ["9.9", "", "1", "储能", "1.2.01"])
def test_an_unknown_technology_type_is_refused_with_its_value(value):
    with pytest.raises(UnknownCodeError) as caught:
        parse_technology_type(value)
    assert caught.value.value == value


def test_a_topic_is_read_by_code_or_label():
    topic = topics()["1.1.04"]

    assert {parse_technology_topic(x) for x in ("1.1.04", topic.label_zh, topic.label_en)} == {
        "1.1.04"
    }


def test_the_sectors_are_20_sections_and_97_divisions():
    levels = [sector.level for sector in sectors().values()]

    assert (levels.count("section"), levels.count("division")) == (20, 97)


@pytest.mark.parametrize("code", ["C", "C25", "C251", "C2511", "T97"])
def test_sector_codes_are_checked_by_their_division(code):
    assert is_sector_code(code)


@pytest.mark.parametrize("code", ["C99", "C2", "C25111", "U01", "A25", "25", "c25", "", "C2５"])
def test_what_is_no_sector_code_is_refused(code):
    assert not is_sector_code(code)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("C25", "C25"),
        ("c2511", "C2511"),
        ("25", "C25"),
        ("石油、煤炭及其他燃料加工业", "C25"),
        ("Education", "P83"),
        ("制造业", "C"),
    ],
)
def test_a_sector_is_read_by_code_number_or_label(value, code):
    assert parse_sector(value) == code


@pytest.mark.parametrize("value", ["C99", "炼焦", "99", "٢٥"])
def test_an_unknown_sector_is_refused(value):
    with pytest.raises(UnknownCodeError):
        parse_sector(value)


def test_a_long_sector_code_has_the_label_of_its_division():
    assert sector_label("C2511", "zh") == "石油、煤炭及其他燃料加工业"
    assert sector_label("C2511", "en") == "Processing of petroleum, coal and other fuels"


def test_fields_name_known_sectors_and_are_read_by_code_or_label():
    assert len(fields()) == 20
    assert sum(item.in_notice for item in fields().values()) == 16
    for code, item in fields().items():
        assert all(is_sector_code(sector) for sector in item.sector_codes)
        assert {parse_field(x) for x in (code, item.label("zh"), item.label("en"))} == {code}


def test_divisions_form_a_tree_of_34_333_and_2846():
    levels = [item.level for item in divisions().values()]

    assert [levels.count(x) for x in ("province", "prefecture", "county")] == [34, 333, 2846]
    for code in divisions():
        assert ancestors(code)[0].level == "province"
        assert contains(code[:2] + "0000", code)


def test_a_division_has_its_full_name_and_english_label_where_known():
    assert full_name("141002") == "山西省临汾市尧都区"
    assert region_label("140000", "en") == "Shanxi"
    assert region_label("610000", "en") == "Shaanxi"
    assert region_label("411100", "en") == "Luohe"
    assert region_label("141002", "en") == "尧都区"
    assert division("141000").precision == "prefecture"
    with pytest.raises(UnknownCodeError):
        division("999999")


def test_every_province_and_prefecture_has_an_english_name():
    missing = [
        code
        for code, item in divisions().items()
        if item.level != "county" and not region_label(code, "en").isprintable()
    ]

    assert missing == []
    assert all(
        ord(letter) < 0x250
        for code, item in divisions().items()
        if item.level != "county"
        for letter in region_label(code, "en")
    )


def test_reading_the_divisions_takes_less_than_60_milliseconds_of_processor_time():
    program = (
        "import time\n"
        "from data.reference.divisions import divisions\n"
        "spent = []\n"
        "for _ in range(5):\n"
        "    divisions.cache_clear(); start = time.process_time(); divisions()\n"
        "    spent.append(time.process_time() - start)\n"
        "print(min(spent))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert float(result.stdout) < 0.06


def test_parks_are_merged_by_name_and_keep_the_need_for_confirmation():
    by_name = {park.name: park for park in parks()}

    assert len(by_name) == len(parks()) == 466
    assert {item.name for item in by_name["苏州工业园区"].designations} >= {
        "国家生态工业示范园区",
        "国家级经济技术开发区",
    }
    assert by_name["苏州工业园区"].needs_confirmation
    assert not by_name["长沙经济技术开发区"].needs_confirmation
    assert by_name["长沙经济技术开发区"].region_code == "430100"


def test_every_park_lies_in_a_known_division_and_has_sources():
    for park in parks():
        assert contains(division(park.region_code).province_code, park.region_code)
        assert park.source
        assert all(item.source for item in park.designations)


def test_every_alias_belongs_to_a_known_park():
    assert {row["name"] for row in read_rows("park_aliases.csv")} <= {p.name for p in parks()}


def test_no_default_factor_is_unverified_and_no_suggestion_is_a_default():
    assert [f.factor_id for f in factors().values() if "unverified" in f.status] == []
    assert all("unverified" in f.status for f in factor_suggestions().values())
    assert not set(factors()) & set(factor_suggestions())
    assert all(f.is_suggestion for f in factor_suggestions().values())
    assert not any(f.is_suggestion for f in factors().values())


def test_the_default_factor_set_is_the_notices():
    chosen = default_factor_set()

    assert chosen.name == "notice-2024-0.5703"
    assert chosen.grid_emission_factor_tco2_per_mwh == 0.5703
    assert chosen.grid_factor_id == "grid.cn.ets.2022"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mee-2021", 0.5568),
        ("mee-2022", 0.5366),
        ("mee-2023", 0.5306),
        ("mee-2023/320000", 0.5827),
        ("mee-2023/440000", 0.4419),
        ("mee-2023/grid-south", 0.4042),
    ],
)
def test_factor_sets_have_their_published_values(name, value):
    assert factor_set(name).grid_emission_factor_tco2_per_mwh == value


def test_every_set_agrees_with_the_factor_it_names():
    for name in factor_set_names():
        chosen = factor_set(name)
        assert factors()[chosen.grid_factor_id].value == chosen.grid_emission_factor_tco2_per_mwh
        assert chosen.source


def test_a_region_without_a_published_value_falls_back_to_the_nation_and_shows_it():
    assert regional_factor_set("mee-2023", "320505").region_code == "320000"
    assert regional_factor_set("mee-2023", "540100").region_code is None
    assert regional_factor_set("mee-2023", None).name == "mee-2023"


def test_an_unknown_factor_set_is_refused():
    with pytest.raises(UnknownCodeError):
        factor_set("mee-2019")


def test_every_province_has_a_climate_zone_marked_approximate():
    assert set(climate_zones()) == {item.region_code for item in PROVINCES}
    assert all("approximate" in item.precision for item in climate_zones().values())
    assert climate_zone_of("230102").zone is ClimateZone.SEVERE_COLD
    assert ClimateZone.COLD in climate_zone_of("320300").zones
    with pytest.raises(UnknownCodeError):
        climate_zone_of("990000")


def test_the_field_dictionary_has_names_meanings_and_sources_for_every_field():
    for entry in field_dictionary().values():
        assert entry.name_zh
        assert entry.name_en.isascii()
        assert entry.meaning.endswith(".")
        assert entry.source
        assert {entry.required_demonstration, entry.required_promotion} <= {
            "yes",
            "no",
            "new_build",
        }


SUFFIXES = {
    "yuan": ("_yuan",),
    "yuan/year": ("_yuan",),
    "yuan/tCO2": ("_yuan_per_tco2",),
    "tCO2/year": ("_tco2_per_year",),
    "month": ("_months",),
    "year": ("_years",),
    "degree": ("_deg",),
    "degree Celsius": ("_celsius",),
    "MPa": ("_mpa",),
    "m2": ("_m2",),
    "km2": ("_km2",),
    "kV": ("_kv",),
    "share": ("_share", "adoption_share_2030"),
}


@pytest.mark.parametrize(
    "entry",
    [entry for entry in field_dictionary().values() if entry.unit in SUFFIXES],
    ids=lambda entry: f"{entry.record}.{entry.field}",
)
def test_a_field_with_a_unit_carries_it_in_its_name(entry):
    assert entry.field.endswith(SUFFIXES[entry.unit])


OFFICIAL_LABELS = [
    "技术名称",
    "技术类别",
    "技术类型",
    "所属领域",
    "所处阶段",
    "该技术应用现状及产业化情况",
    "技术原理",
    "关键技术",
    "工艺流程",
    "主要技术指标",
    "技术来源",
    "技术鉴定情况",
    "技术应用条件或范围",
    "技术推广障碍及建议",
    "典型用户",
    "目前已推广比例",
    "2030年预期推广比例",
    "2030年该技术预计总投资额",
    "2030年预计可形成的年碳减排潜力",
    "项目名称",
    "项目建设规模",
    "项目建设条件",
    "主要建设或改造内容",
    "主要设备",
    "项目投资额",
    "项目建设期",
    "项目年碳减排量",
    "项目碳排放较行业平均水平的下降比例",
    "项目可形成的年经济效益",
    "项目投资回收期",
    "项目碳减排单位成本",
    "项目的环境效益",
    "项目的社会效益",
    "推荐单位意见",
    "申报单位联系人",
    "单位名称",
    "单位负责人",
    "申报联系人",
    "手机",
    "邮编",
    "E-mail",
    "传真",
    "通信地址",
]


@pytest.mark.parametrize("label", OFFICIAL_LABELS)
def test_every_field_of_the_official_form_is_in_the_dictionary(label):
    assert [e for e in field_dictionary().values() if e.name_zh == label and "附件1" in e.source]
