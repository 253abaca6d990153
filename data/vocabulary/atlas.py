"""Code lists of the technology atlas: what sizes and colours a picture."""

from data.vocabulary.term import Term


class AtlasSize(Term):
    """What the area of a technology stands for."""

    POTENTIAL = "potential", "2030年减排潜力", "Potential in 2030"
    TONNES = "tonnes", "案例年减排量", "Abatement of its cases"
    COUNT = "count", "技术数量", "Number of technologies"


class AtlasColour(Term):
    """What the colour of a technology stands for."""

    STAGE = "stage", "所处阶段", "Stage"
    COST = "cost", "减排单位成本", "Abatement cost"


class CostBand(Term):
    """Bands of the notice's unit cost; see docs/decisions/0180-atlas.md for the bounds."""

    SAVES = "saves", "不高于 0 元/t", "0 CNY/t or less"
    LOW = "low", "0–100 元/t", "0–100 CNY/t"
    MIDDLE = "middle", "100–300 元/t", "100–300 CNY/t"
    HIGH = "high", "300 元/t 以上", "More than 300 CNY/t"
    UNKNOWN = "unknown", "成本未知", "Cost unknown"
