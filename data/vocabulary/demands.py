"""Code lists of demands and of places (RULINGS 15)."""

from data.vocabulary.term import Term


class DemandVisibility(Term):
    """Who may read a demand besides its poster and the bureau."""

    PRIVATE = "private", "仅自己可见", "Private"
    MATCHED_OWNERS = (
        "matched_owners",
        "匹配到的技术方可见（不显示单位）",
        "Matched owners",
    )
    PUBLIC = "public", "公开", "Public"


class DemandStatus(Term):
    """Whether a demand still looks for technologies."""

    OPEN = "open", "征集中", "Open"
    CLOSED = "closed", "已关闭", "Closed"


class PositionPrecision(Term):
    """How exact a stored position is."""

    EXACT = "exact", "精确坐标", "Exact"
    PARK = "park", "园区所在地中心", "Centre of the park's place"
    COUNTY = "county", "区县中心", "County centre"
    PREFECTURE = "prefecture", "地市中心", "Prefecture centre"
    PROVINCE = "province", "省级中心", "Province centre"


class Datum(Term):
    """Geodetic datum of coordinates as given; WGS-84 is stored."""

    WGS84 = "wgs84", "WGS-84", "WGS 84"
    GCJ02 = "gcj02", "GCJ-02（高德、腾讯）", "GCJ-02"
    BD09 = "bd09", "BD-09（百度）", "BD-09"
    CGCS2000 = "cgcs2000", "CGCS2000（天地图）", "CGCS2000"


class ClimateZone(Term):
    """建筑热工设计一级区划 (GB 50176-2016)."""

    SEVERE_COLD = "severe_cold", "严寒地区", "Severe cold"
    COLD = "cold", "寒冷地区", "Cold"
    HOT_SUMMER_COLD_WINTER = "hot_summer_cold_winter", "夏热冬冷地区", "Hot summer, cold winter"
    HOT_SUMMER_WARM_WINTER = "hot_summer_warm_winter", "夏热冬暖地区", "Hot summer, warm winter"
    MILD = "mild", "温和地区", "Mild"


class EnergyCarrier(Term):
    """What a park's energy profile counts by."""

    ELECTRICITY = "electricity", "电力", "Electricity"
    NATURAL_GAS = "natural_gas", "天然气", "Natural gas"
    COAL = "coal", "煤炭", "Coal"
    STEAM = "steam", "外购蒸汽", "Purchased steam"
    HEAT = "heat", "外购热力", "Purchased heat"
    OIL = "oil", "油品", "Oil products"
    BIOMASS = "biomass", "生物质", "Biomass"
