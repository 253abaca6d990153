"""Words that 附件1 prints inside its boxes: left in a cell, they are no answer."""

import difflib
import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

INSTRUCTIONS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("technology", "technology_type"): (
            "如：可再生能源开发与应用技术、先进储能技术、能源互联网技术等"
        ),
        ("technology", "technology_source"): "需提供技术所有方的单位名称、联系人及联系方式。",
        ("technology", "appraisal"): (
            "如申报技术已通过有关鉴定和检测，需提供相关材料的书面及电子扫描件，包括技术鉴定证书、"
            "科技成果鉴定证书、专利证书或其它知识产权证明文件等。"
        ),
        ("technology", "abatement_potential_2030_tco2_per_year"): (
            "核算申报技术在2030年达到预期推广比例后可形成的年碳减排潜力。需说明该技术碳减排量"
            "估算时对比的是哪一种技术，并提供单独附件说明具体测算过程。"
        ),
        ("technology", "recommendation_opinion"): "盖章",
        ("technology_case", "abatement_tco2_per_year"): (
            "示范项目通过应用该项技术每年避免或减少排放的温室气体总量折算CO₂当量。"
            "申报企业需单独附件说明该项技术的碳减排量核算过程。"
        ),
        ("technology_case", "emission_reduction_share"): (
            "示范项目通过应用该项技术排放的温室气体总量比项目原总排放量的下降比例。"
            "申报企业需要简要说明该指标的核算过程。"
        ),
        ("technology_case", "abatement_cost_yuan_per_tco2"): (
            "应用该项技术需要付出的项目成本与产生的碳减排量的比例"
        ),
        ("technology_case", "environmental_benefit"): (
            "应用该项技术所产生的污染物减排或生态环境治理等协同效益，如披露说明技术运行过程中"
            "年碳污协同减排量（t/a）、技术减污降碳经济效益"
        ),
        ("technology_case", "social_benefit"): (
            "应用该项技术为地方社会发展目标所做的贡献，例如带动就业和经济增长、乡村振兴、"
            "社会保障、绿色产业发展、生态文明建设等。"
        ),
    }
)
"""By record and field. Source: 环办气候〔2024〕2号 附件1."""

_BRACKETED = re.compile(r"[(（](?:[^()（）]|[(（][^()（）]*[)）])*[)）]")
_NO_LETTER = re.compile(r"[\W_]+")
_ALIKE = 0.9
_SHORTEST_ALIKE = 12
_LONGEST_ALIKE = 200


def without_instruction(record: str, field: str, text: str) -> str:
    """Return the text of a box without what the form itself printed there."""
    instruction = INSTRUCTIONS.get((record, field))
    if instruction is None or not text:
        return text
    wanted = _letters(instruction)
    if _letters(text) == wanted:
        return ""
    kept = _BRACKETED.sub(lambda found: "" if _is_alike(found[0], wanted) else found[0], text)
    return kept if kept == text else kept.strip()


def _is_alike(text: str, wanted: str) -> bool:
    letters = _letters(text)
    if letters == wanted:
        return True
    if not _SHORTEST_ALIKE <= len(letters) <= _LONGEST_ALIKE:
        return False
    return difflib.SequenceMatcher(None, letters, wanted, autojunk=False).ratio() >= _ALIKE


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text)).casefold()
