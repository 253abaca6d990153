"""Downloadable .xlsx templates: headers, an example row, and notes."""

import io
from typing import Any

from data.cells import neutralise_cell
from data.importers.outcomes import ImportKind
from data.importers.workbook_layout import EXAMPLE_ID, NOTES_SHEET, Column, Sheet, sheets_of

_EXAMPLES: dict[str, object] = {
    "技术名称": "示例：焦炉煤气初冷余热供暖技术",
    "技术类型": "2.1",
    "所属领域": "化工；钢铁",
    "所处阶段": "推广类",
    "目录状态": "草稿",
    "技术原理": "示例：以吸收式热泵回收循环冷却水的余热",
    "目前已推广比例": 5,
    "2030年预期推广比例": 30,
    "2030年该技术预计总投资额": 2,
    "2030年预计可形成的年碳减排潜力": 12.5,
    "技术所有方名称": "示例节能科技有限公司",
    "技术所有方地址": "山西省临汾市",
    "适用行业": "C25",
    "适用项目类型": "技改",
    "适用温度下限": 30,
    "适用温度上限": 45,
    "项目名称": "示例焦化厂余热供暖项目",
    "项目地址": "山西省临汾市",
    "项目类型": "技改",
    "项目投资额": 1000,
    "项目建设期": 6,
    "项目年碳减排量": 5000,
    "项目可形成的年经济效益": 250,
    "项目投资回收期": 4,
    "项目碳减排单位成本": 133.33,
    "项目使用期": 15,
    "投运日期": "2022-11-15",
    "需求标题": "示例：冷却水余热利用",
    "需求描述": "示例：冷却水白白把热散到凉水塔里，冬天还要烧煤气取暖，想把这部分热用起来。",
    "需求行业": "C25",
    "期望技术类型": "2.1",
    "需求项目类型": "技改",
    "接受示范类技术": "是",
    "投资上限": 800,
    "投资回收期上限": 3,
    "项目地点地址": "山西省临汾市",
    "园区名称": "示例经济技术开发区",
    "园区行政区划代码": "141000",
    "园区称号": "示例称号",
    "主导产业": "焦化、钢铁",
    "年产值": 120,
    "企业名称": "示例焦化有限公司",
    "企业行业代码": "C2521",
    "主要产品": "焦炭",
    "能源品种": "电力",
    "年份": 2024,
    "消费量": 120000,
    "计量单位": "MWh",
}
"""Example cells by column name; all fictional."""

_NOTES = (
    "带“示例”编号的行只是例子，导入时自动跳过，可以保留或删除。",
    "不知道的内容请留空：留空表示未知，不要填 0。",
    "列名（含括号中的单位）决定如何读取，请勿修改；不用的列可以删除。金额列可写成（元）（万元）或（亿元），时间列可写成（月）或（年）。",
    "代码列可填代码、中文名称或英文名称；多个值用分号“；”分隔。",
    "日期写成 2024-05-31。请填数值，不要填公式；含宏的工作簿不予接受。",
    "其他工作表的第一列填写所属行的编号，一行一个案例（企业、能源消费）。",
    "Rows numbered 示例 are examples and are passed over. Leave blank what is unknown.",
)
_NOTES_HEADER = ("工作表", "列", "必填（示范类）", "必填（推广类）", "依据", "含义")
_MARKS = {"yes": "是", "no": "", "new_build": "新建类必填"}
_WIDTH_CHARACTERS = 22


def template(kind: ImportKind) -> bytes:
    """Return the .xlsx template of a kind, with Chinese headers, an example row and notes.

    The import of an unchanged template accepts no row and rejects none.
    """
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    for sheet in sheets_of(kind):
        _write_sheet(workbook, sheet)
    _write_notes(workbook, kind)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _write_sheet(workbook: Any, sheet: Sheet) -> None:  # noqa: ANN401 - openpyxl
    from openpyxl.utils import get_column_letter

    page = workbook.create_sheet(sheet.name)
    page.freeze_panes = "B2"
    for index in range(1, len(sheet.columns) + 1):
        page.column_dimensions[get_column_letter(index)].width = _WIDTH_CHARACTERS
    page.append([_styled(page, column.header) for column in sheet.columns])
    page.append([neutralise_cell(_example(column)) for column in sheet.columns])


def _styled(page: Any, header: str) -> Any:  # noqa: ANN401 - openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cell = WriteOnlyCell(page, value=header)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _example(column: Column) -> object:
    if column.entry.field == "external_id":
        return EXAMPLE_ID
    return _EXAMPLES.get(column.name)


def _write_notes(workbook: Any, kind: ImportKind) -> None:  # noqa: ANN401 - openpyxl
    page = workbook.create_sheet(NOTES_SHEET)
    for note in _NOTES:
        page.append([note])
    page.append([])
    page.append(list(_NOTES_HEADER))
    for sheet in sheets_of(kind):
        for column in sheet.columns:
            entry = column.entry
            demonstration = _MARKS[entry.required_demonstration]
            promotion = _MARKS[entry.required_promotion]
            page.append(
                [sheet.name, column.header, demonstration, promotion, entry.clause, entry.meaning]
            )
