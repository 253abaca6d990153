"""Code lists of quantities read out of free text (RULINGS 5)."""

from data.vocabulary.term import Term


class QuantityKind(Term):
    """What a number in a text measures."""

    MONEY = "money", "金额", "Money"
    UNIT_COST = "unit_cost", "单位成本", "Unit cost"
    DURATION = "duration", "时长", "Duration"
    TEMPERATURE = "temperature", "温度", "Temperature"
    TEMPERATURE_DIFFERENCE = "temperature_difference", "温差", "Temperature difference"
    PRESSURE = "pressure", "压力", "Pressure"
    ABATEMENT = "abatement", "碳减排量", "Abatement"
    MASS = "mass", "质量", "Mass"
    ENERGY = "energy", "能量", "Energy"
    VOLUME = "volume", "体积", "Volume"
    FLOW = "flow", "流量", "Flow"
    AREA = "area", "面积", "Area"
    POWER = "power", "功率", "Power"
    VOLTAGE = "voltage", "电压", "Voltage"
    SHARE = "share", "比例", "Share"


class Comparator(Term):
    """How a number in a text bounds what it measures."""

    EXACT = "exact", "等于", "Exactly"
    ABOUT = "about", "约", "About"
    AT_MOST = "at_most", "不超过", "At most"
    AT_LEAST = "at_least", "不低于", "At least"
    BETWEEN = "between", "介于", "Between"
