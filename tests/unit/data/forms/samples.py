"""The two forms written by another program, and what the filled one states."""

from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).parent / "files"
FILLED = (FOLDER / "filled.docx").read_bytes()
BLANK = (FOLDER / "blank.docx").read_bytes()

FILLED_RECORD = {
    "name": "空压站余热深度回收与梯级利用系统",
    "technology_type": "2.1",
    "technology_topics": ["2.1.02"],
    "fields": ["机械", "家电"],
    "stage": "promotion",
    "application_status": "已在 11 个园区应用，\n合计装机 46 MW。",
    "technical_principle": '利用压缩机排气余热……<script>alert(1)</script> & "引号"',
    "key_technology": "板壳式换热；PID 寻优",
    "process_flow": "见附图 1",
    "technical_indicators": "热回收率 ≥ 72%",
    "technology_source": "华东节能装备研究院（示例）；张工；010-00000000",
    "appraisal": "科技成果鉴定 2023-118",
    "applicability": "排气温度 65–90 ℃",
    "promotion_barriers": "停机窗口短",
    "typical_users": "示例园区 A、B",
    "adoption_share": Decimal("0.065"),
    "adoption_share_2030": Decimal("0.2"),
    "investment_2030_yuan": Decimal(3_500_000_000),
    "abatement_potential_2030_tco2_per_year": Decimal(1_200_000),
    "owner": {"name": "华东节能装备研究院（示例）"},
    "applicant_contact": {
        "unit_name": "华东节能装备研究院（示例）",
        "head_name": "李某",
        "head_phone": "0512-0000001",
        "contact_name": "张某",
        "contact_phone": "0512-0000002",
        "mobile": "13800000000",
        "postcode": "215000",
        "email": "a@example.cn",
        "postal_address": "江苏省苏州市示例路 1 号",
    },
    "cases": [
        {
            "name": "示例项目一",
            "scale": "2×250 kW",
            "conditions": "三班制",
            "content": "余热改造",
            "main_equipment": "换热器 2 台",
            "investment_yuan": Decimal(3_200_000),
            "construction_months": Decimal(4),
            "abatement_tco2_per_year": Decimal(1860),
            "emission_reduction_share": Decimal("0.12"),
            "annual_benefit_yuan": Decimal(1_800_000),
            "payback_years": Decimal("1.8"),
            "abatement_cost_yuan_per_tco2": Decimal(-182),
            "environmental_benefit": "NOx 减 0.3 t/a",
            "social_benefit": "带动就业 12 人",
        },
        {
            "name": "示例项目二",
            "scale": "4×160 kW",
            "investment_yuan": Decimal(2_100_000),
            "construction_months": Decimal(3),
            "abatement_tco2_per_year": Decimal(930),
            "emission_reduction_share": Decimal("0.09"),
            "annual_benefit_yuan": Decimal(960_000),
            "payback_years": Decimal("2.2"),
            "abatement_cost_yuan_per_tco2": Decimal(-96),
        },
    ],
}
