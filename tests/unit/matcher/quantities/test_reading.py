"""Numbers with units: kind, bounds, unit and comparator, one phrase a row."""

import pytest

from data.vocabulary.quantities import Comparator
from data.vocabulary.quantities import QuantityKind as K
from matcher.quantities import read_quantities
from matcher.quantities.folding import folded
from matcher.quantities.units import UNITS

C = Comparator

READ = [
    ("80℃冷却水", K.TEMPERATURE, 80, 80, "degC", C.EXACT),
    ("120-180°C", K.TEMPERATURE, 120, 180, "degC", C.BETWEEN),
    ("80℃~120℃的烟气", K.TEMPERATURE, 80, 120, "degC", C.BETWEEN),
    ("between 80 and 120 °C", K.TEMPERATURE, 80, 120, "degC", C.BETWEEN),
    ("-20℃~5℃", K.TEMPERATURE, -20, 5, "degC", C.BETWEEN),
    ("零下20度到5度", K.TEMPERATURE, -20, 5, "degC", C.BETWEEN),
    ("补气增焓热泵零下25℃可制热", K.TEMPERATURE, -25, -25, "degC", C.EXACT),
    ("水温三十多度", K.TEMPERATURE, 30, 40, "degC", C.ABOUT),
    ("排烟还有一百多度", K.TEMPERATURE, 100, 200, "degC", C.ABOUT),
    ("水温35多度", K.TEMPERATURE, 35, 36, "degC", C.ABOUT),
    ("温差5℃", K.TEMPERATURE_DIFFERENCE, 5, 5, "degC", C.EXACT),
    ("温度降低30~40℃", K.TEMPERATURE_DIFFERENCE, 30, 40, "degC", C.BETWEEN),
    ("一万三千多度电", K.ENERGY, 13_000, 14_000, "kWh", C.ABOUT),
    ("吨铝耗电13000度", K.ENERGY, 13_000, 13_000, "kWh", C.EXACT),
    ("年用电1200万kWh", K.ENERGY, 1.2e7, 1.2e7, "kWh", C.EXACT),
    ("年用电1200万kWh/年", K.ENERGY, 1.2e7, 1.2e7, "kWh", C.EXACT),
    ("1200万度电", K.ENERGY, 1.2e7, 1.2e7, "kWh", C.EXACT),
    ("3.5 GWh", K.ENERGY, 3.5e6, 3.5e6, "kWh", C.EXACT),
    ("5000GJ热量", K.ENERGY, 5000, 5000, "GJ", C.EXACT),
    ("年耗8000吨标煤", K.ENERGY, 8000, 8000, "tce", C.EXACT),
    ("5万tce", K.ENERGY, 50_000, 50_000, "tce", C.EXACT),
    ("天然气300万立方米", K.VOLUME, 3e6, 3e6, "m3", C.EXACT),
    ("120万Nm3天然气", K.VOLUME, 1.2e6, 1.2e6, "Nm3", C.EXACT),
    ("500 m³/h", K.FLOW, 500, 500, "m3/h", C.EXACT),
    ("每天处理污水2400m3/d", K.FLOW, 100, 100, "m3/h", C.EXACT),
    ("10 t/h蒸汽", K.FLOW, 10, 10, "t/h", C.EXACT),
    ("用汽20吨/小时", K.FLOW, 20, 20, "t/h", C.EXACT),
    ("0.4~1.0MPa饱和蒸汽", K.PRESSURE, 0.4, 1.0, "MPa", C.BETWEEN),
    ("蒸汽8公斤", K.PRESSURE, 0.784532, 0.784532, "MPa", C.EXACT),
    ("3 bar compressed air", K.PRESSURE, 0.3, 0.3, "MPa", C.EXACT),
    ("600kPa", K.PRESSURE, 0.6, 0.6, "MPa", C.EXACT),
    ("屋顶5000平方米", K.AREA, 5000, 5000, "m2", C.EXACT),
    ("建筑面积12万㎡", K.AREA, 120_000, 120_000, "m2", C.EXACT),
    ("空地30亩", K.AREA, 20_000, 20_000, "m2", C.EXACT),
    ("2 hectares", K.AREA, 20_000, 20_000, "m2", C.EXACT),
    ("装机10MWp", K.POWER, 10_000, 10_000, "kW", C.EXACT),
    ("五千千瓦", K.POWER, 5000, 5000, "kW", C.EXACT),
    ("a 250 kW compressor", K.POWER, 250, 250, "kW", C.EXACT),
    ("10kV变压器", K.VOLTAGE, 10, 10, "kV", C.EXACT),
    ("110千伏", K.VOLTAGE, 110, 110, "kV", C.EXACT),
    ("节电率30%", K.SHARE, 0.3, 0.3, "1", C.EXACT),
    ("瓦斯浓度不到百分之八", K.SHARE, None, 0.08, "1", C.AT_MOST),
    ("电费占全厂三成", K.SHARE, 0.3, 0.3, "1", C.EXACT),
    ("热效率95%以上", K.SHARE, 0.95, None, "1", C.AT_LEAST),
    ("投资300-500万元", K.MONEY, 3e6, 5e6, "yuan", C.BETWEEN),
    ("投资300万到500万", K.MONEY, 3e6, 5e6, "yuan", C.BETWEEN),
    ("约800万元", K.MONEY, 8e6, 8e6, "yuan", C.ABOUT),
    ("800万元左右", K.MONEY, 8e6, 8e6, "yuan", C.ABOUT),
    ("至少500万元", K.MONEY, 5e6, None, "yuan", C.AT_LEAST),
    ("八百余万元", K.MONEY, 8e6, 9e6, "yuan", C.ABOUT),
    ("RMB 8 million", K.MONEY, 8e6, 8e6, "yuan", C.EXACT),
    ("¥8,000,000", K.MONEY, 8e6, 8e6, "yuan", C.EXACT),
    ("减排成本不超过300元/吨", K.UNIT_COST, None, 300, "yuan/t", C.AT_MOST),
    ("年减排5000吨", K.ABATEMENT, 5000, 5000, "tCO2", C.EXACT),
    ("每年减少二氧化碳排放约1.2万吨", K.ABATEMENT, 12_000, 12_000, "tCO2", C.ABOUT),
    ("年排放二氧化碳5万吨", K.MASS, 50_000, 50_000, "t", C.EXACT),
    ("年产钢100万吨", K.MASS, 1e6, 1e6, "t", C.EXACT),
    ("年节约300吨水", K.MASS, 300, 300, "t", C.EXACT),
    ("回收期三到五年", K.DURATION, 36, 60, "month", C.BETWEEN),
    ("工期不超过6个月", K.DURATION, None, 6, "month", C.AT_MOST),
    ("一年半", K.DURATION, 18, 18, "month", C.EXACT),
    ("半年", K.DURATION, 6, 6, "month", C.EXACT),
    ("no more than eighteen months", K.DURATION, None, 18, "month", C.AT_MOST),
]
NOT_READ = [
    "2027年6月前",
    "第三方核查",
    "第二年",
    "三元锂电池",
    "二元硝酸盐",
    "1万元/年",
    "电价0.8元/度",
    "$2 million",
    "800万美元",
    "100万人口",
    "两座塔再沸器",
    "三效蒸发",
    "二氧化碳",
    "GB/T 2589-2020",
    "CO2",
    "6月30日",
    "成本高",
    "程度",
    "一百",
    "8公斤大米",
]


@pytest.mark.parametrize(("text", "kind", "low", "high", "unit", "comparator"), READ)
def test_quantity_is_read(text, kind, low, high, unit, comparator):
    (quantity,) = read_quantities(text)

    assert (quantity.kind, quantity.unit, quantity.comparator) == (kind, unit, comparator)
    assert quantity.low == (None if low is None else pytest.approx(low))
    assert quantity.high == (None if high is None else pytest.approx(high))
    assert text[quantity.start : quantity.end] == quantity.text


@pytest.mark.parametrize("text", NOT_READ)
def test_what_is_no_quantity_is_not_read(text):
    assert read_quantities(text) == ()


@pytest.mark.parametrize("text", ["约800万元", "三十多万元", "几百万元", "预算十几万元"])
def test_vague_figures_are_marked_approximate(text):
    assert read_quantities(text)[0].approximate


def test_span_covers_comparator_sign_and_prefix():
    assert read_quantities("温度不高于零下五度")[0].text == "不高于零下五度"
    assert read_quantities("浓度不到百分之八")[0].text == "不到百分之八"


def test_full_width_and_half_width_read_alike():
    wide = read_quantities("投资不超过８００万元，温度１２０－１８０℃")
    narrow = read_quantities("投资不超过800万元，温度120-180℃")

    assert [(each.low, each.high) for each in wide] == [(each.low, each.high) for each in narrow]


def test_every_spelling_of_a_unit_is_written_as_it_is_folded():
    assert all(folded(spelling) == spelling for spelling in UNITS)
