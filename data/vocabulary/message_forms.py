"""Sentences about an uploaded 申报表: why it was refused, and what a person should look at."""

from collections.abc import Mapping
from types import MappingProxyType

from data.vocabulary.message_template import Template

FORM_REFUSALS: Mapping[str, Template] = MappingProxyType(
    {
        "empty_file": Template("文件为空。", "The file is empty."),
        "too_large": Template(
            "文件超过 {limit_mb} MB，请压缩图片或将附件单独上传。",
            "The file is over {limit_mb} MB; please shrink its pictures or upload them apart.",
        ),
        "old_word": Template(
            "这是旧版 .doc 文件，请在 Word 或 WPS 中另存为 .docx 后再上传。",
            "This is an old .doc file; please save it as .docx and upload it again.",
        ),
        "old_workbook": Template(
            "这是旧版 .xls 文件，请另存为 .xlsx 后再上传。",
            "This is an old .xls file; please save it as .xlsx and upload it again.",
        ),
        "wps_file": Template(
            "这是 WPS 专用格式，请在 WPS 中另存为 .docx（或 .xlsx）后再上传。",
            "This is a format of WPS alone; please save it as .docx (or .xlsx) and try again.",
        ),
        "rtf_file": Template(
            "这是 .rtf 文件，请另存为 .docx 后再上传。",
            "This is an .rtf file; please save it as .docx and upload it again.",
        ),
        "other_document": Template(
            "这是其他类型的文档，请另存为 .docx 或 .xlsx 后再上传。",
            "This is another kind of document; please save it as .docx or .xlsx and try again.",
        ),
        "encrypted": Template(
            "文件设有打开密码，请取消密码后再上传。",
            "The file is locked with a password; please remove the password first.",
        ),
        "pdf_file": Template(
            "PDF 不能读入申报表，请上传 .docx 或 .xlsx；"
            "盖章扫描件可作为附件保存，系统不做文字识别。",
            "A PDF is not read as a form: please upload the .docx or .xlsx. A stamped scan may be "
            "kept as an attachment; its text is never recognised.",
        ),
        "picture_file": Template(
            "图片不能读入申报表，请上传 .docx 或 .xlsx；"
            "盖章扫描件可作为附件保存，系统不做文字识别。",
            "A picture is not read as a form: please upload the .docx or .xlsx. A stamped scan may "
            "be kept as an attachment; its text is never recognised.",
        ),
        "wrong_magic": Template(
            "文件内容不是 .docx 或 .xlsx，请用 Word、WPS 或 Excel 重新保存。",
            "The content is neither .docx nor .xlsx; please save it anew with an office program.",
        ),
        "damaged": Template(
            "文件不完整或已损坏，请重新保存后再上传。",
            "The file is incomplete or damaged; please save it again and upload it anew.",
        ),
        "bad_xml": Template(
            "文件内部有损坏的部分（{part}），请用办公软件打开并重新保存。",
            "A part of the file is damaged ({part}); please open it and save it again.",
        ),
        "document_type": Template(
            "文件内含 DTD 或实体声明，出于安全原因不予读取。",
            "The file declares a document type or entities and is refused for safety.",
        ),
        "macros": Template(
            "文件含有宏，请另存为不含宏的 .docx 或 .xlsx。",
            "The file holds macros; please save it as .docx or .xlsx without them.",
        ),
        "embedded_objects": Template(
            "文件含有嵌入对象（OLE、控件或嵌入文件），请删除或改为图片后再上传。",
            "The file holds embedded objects (OLE, controls or files); please remove them or put "
            "pictures in their place.",
        ),
        "external_parts": Template(
            "文件引用了外部模板、图片或数据，请断开链接后再上传。",
            "The file refers to a template, picture or data outside of it; please break the links.",
        ),
        "active_field": Template(
            "文件含有会读取外部内容的域（{name}），请删除后再上传。",
            "The file holds a field that reads from outside ({name}); please remove it.",
        ),
        "unsafe_part": Template(
            "文件内部的部件名不合规（{part}），不予读取。",
            "A part inside the file has an unlawful name ({part}); it is refused.",
        ),
        "too_many_parts": Template(
            "文件内部的部件过多（{count} 个，最多 {limit} 个）。",
            "The file has too many parts ({count}, at most {limit}).",
        ),
        "unpacked_too_large": Template(
            "文件解压后超过 {limit_mb} MB，不予读取。",
            "The file is over {limit_mb} MB when unpacked and is refused.",
        ),
        "suspicious_ratio": Template(
            "文件的压缩比异常（超过 {limit}），不予读取。",
            "The file is packed beyond belief (over {limit} to 1) and is refused.",
        ),
        "too_many_nodes": Template(
            "文件结构过于庞大（超过 {limit} 个元素），请简化后再上传。",
            "The file is built of more than {limit} elements; please simplify it.",
        ),
        "too_deep": Template(
            "文件结构嵌套过深（超过 {limit} 层），不予读取。",
            "The file nests deeper than {limit} levels and is refused.",
        ),
        "span_too_wide": Template(
            "表格单元格跨列数异常（最多 {limit} 列），请使用申报表模板。",
            "A table cell spans more than {limit} columns; please use the template of the form.",
        ),
        "formulas": Template(
            "工作表“{sheet}”的单元格 {cell} 是公式，请粘贴为数值后再上传。",
            "Cell {cell} on sheet “{sheet}” is a formula; please paste its value instead.",
        ),
        "too_many_sheets": Template(
            "工作簿的工作表过多（{count} 个，最多 {limit} 个）。",
            "The workbook has too many sheets ({count}, at most {limit}).",
        ),
        "too_many_rows": Template(
            "工作表“{sheet}”超过 {limit} 行，不是申报表。",
            "Sheet “{sheet}” has more than {limit} rows, which no 申报表 has.",
        ),
        "too_many_cells": Template(
            "文件的表格单元格过多（最多 {limit} 个），不是申报表。",
            "The file has more than {limit} table cells, which no 申报表 has.",
        ),
        "not_a_form": Template(
            "没有找到《国家重点推广的低碳技术申报表》的栏目，请使用申报表模板。",
            "The boxes of the 申报表 were not found; please use the template of the form.",
        ),
        "bulk_workbook": Template(
            "这是批量导入的工作簿，不是申报表，请在批量导入处上传。",
            "This is a workbook for bulk import, not an 申报表; please upload it there.",
        ),
        "too_slow": Template(
            "读取超过 {limit_seconds} 秒，已停止；请简化文件后再上传。",
            "Reading took over {limit_seconds} s and was stopped; please simplify the file.",
        ),
        "too_heavy": Template(
            "读取所需内存超过 {limit_mb} MB，已停止；请简化文件后再上传。",
            "Reading needed over {limit_mb} MB of memory and was stopped; please simplify the "
            "file.",
        ),
        "reader_failed": Template(
            "文件无法读取，读取程序已中止；请重新保存后再上传。",
            "The file could not be read: the reader stopped. Please save it again and try anew.",
        ),
    }
)
"""Why a file is refused as a whole. Source: SECURITY “Documents people upload”, FORMS."""

FORM_WARNINGS: Mapping[str, Template] = MappingProxyType(
    {
        "missing": Template("表中未填写。", "The form leaves it blank."),
        "number_unclear": Template(
            "“{text}”不能确定读作哪个数，已留空。",
            "“{text}” cannot be read as one number; it was left unknown.",
        ),
        "number_is_range": Template(
            "“{text}”是一个范围，已留空，请填写一个数。",
            "“{text}” is a range; it was left unknown, please put one number.",
        ),
        "number_is_approximate": Template(
            "“{text}”是约数，已留空，请填写确定的数。",
            "“{text}” is approximate; it was left unknown, please put the figure itself.",
        ),
        "number_in_words": Template(
            "“{text}”是中文数字，已留空，请用阿拉伯数字填写。",
            "“{text}” is written in words; it was left unknown, please use digits.",
        ),
        "unit_unclear": Template(
            "“{text}”的单位不明或与本栏不符，已留空。",
            "The unit of “{text}” is unknown or does not belong here; it was left unknown.",
        ),
        "unit_missing": Template(
            "“{text}”没有写明是月还是年，已留空。",
            "“{text}” does not say months or years; it was left unknown.",
        ),
        "unit_converted": Template(
            "“{text}”已换算为 {amount} {unit}，请核对。",
            "“{text}” was converted to {amount} {unit}; please check.",
        ),
        "share_below_one": Template(
            "“{text}”按本栏单位读作 {text}%，请确认不是小数形式的比例。",
            "“{text}” was read as {text} %, as the box says; please check that no fraction of one "
            "was meant.",
        ),
        "text_beside_number": Template(
            "读取了数值，旁边的说明文字未保存在本栏：“{text}”。",
            "The figure was read; the words beside it are not kept in this field: “{text}”.",
        ),
        "out_of_range": Template(
            "“{text}”超出可填范围，已留空。",
            "“{text}” is outside what the field may hold; it was left unknown.",
        ),
        "date_unclear": Template(
            "“{text}”不是日期（应如 2024-05-31），已留空。",
            "“{text}” is no date such as 2024-05-31; it was left unknown.",
        ),
        "text_cut": Template(
            "文字过长（{length} 字），只保留了前 {limit} 字。",
            "The text has {length} characters; only the first {limit} were kept.",
        ),
        "none_ticked": Template("没有勾选任何选项。", "No option is ticked."),
        "several_ticked": Template(
            "勾选了多项（{text}），已留空，请选择一项。",
            "Several options are ticked ({text}); it was left unknown, please choose one.",
        ),
        "option_without_box": Template(
            "选项“{text}”旁边没有方框，按未勾选处理，请核对。",
            "The option “{text}” has no box and was read as not ticked; please check.",
        ),
        "option_alone": Template(
            "表中只保留了“{text}”，按已选择处理，请核对。",
            "Only “{text}” is left on the form and was read as chosen; please check.",
        ),
        "category_contradicts_type": Template(
            "勾选的技术类别（{text}）与技术类型所属类别（{category}）不一致；类别按技术类型确定。",
            "The ticked category ({text}) is not that of the technology type ({category}); the "
            "type decides.",
        ),
        "category_without_type": Template(
            "勾选了技术类别（{text}），但技术类型未能确定，请选择技术类型。",
            "A category is ticked ({text}), but the technology type is not known; please choose "
            "the type.",
        ),
        "type_unknown": Template(
            "“{text}”不在 16 个技术类型中，已留空。",
            "“{text}” is none of the 16 technology types; it was left unknown.",
        ),
        "type_guessed": Template(
            "“{text}”与“{label}”最接近，已按此读取，请核对。",
            "“{text}” is closest to “{label}” and was read as such; please check.",
        ),
        "several_types": Template(
            "“{text}”写了多个技术类型，已留空，请选择一个。",
            "“{text}” names several technology types; it was left unknown, please choose one.",
        ),
        "code_unknown": Template(
            "“{text}”不在选项中，未读取。", "“{text}” is none of the options and was not read."
        ),
        "owner_from_source": Template(
            "表中没有单独的技术所有方栏，“{text}”取自“技术来源”，请核对。",
            "The form has no box for the owner: “{text}” was taken from “技术来源”; please check.",
        ),
        "text_unplaced": Template(
            "表中有一段文字不属于任何栏目，未读取：“{text}”。",
            "The form holds words that belong to no box; they were not read: “{text}”.",
        ),
        "box_twice": Template(
            "“{label}”在表中出现两次，内容不同，未读取的一处为：“{text}”。",
            "“{label}” stands twice on the form with different content; not read was: “{text}”.",
        ),
        "case_without_name": Template(
            "该案例没有填写项目名称。", "The case does not state the name of the project."
        ),
        "too_many_cases": Template(
            "案例超过 {limit} 个，其余未读取。",
            "There are more than {limit} cases; the others were not read.",
        ),
        "supplement_unmatched": Template(
            "补充信息对应的案例（{text}）不在表中，未读取。",
            "The supplement belongs to a case ({text}) that is not on the form; it was not read.",
        ),
        "bad_credit_code": Template(
            "统一社会信用代码“{text}”校验不通过，未读取。",
            "The unified social credit code “{text}” fails its check and was not read.",
        ),
        "image_dropped": Template(
            "有 {count} 个图形不是可保存的图片格式，未读取。",
            "{count} drawings are in no picture format that can be kept; they were not read.",
        ),
    }
)
"""What a person should look at beside a field that was read, or not, from a form."""


def form_refusal_text(code: str, values: Mapping[str, str | int], language: str) -> str:
    """Return why a file was refused, in `language`: Chinese for a zh tag, else English.

    Raises
    ------
    KeyError
        If the code is unknown or a value of its template is missing.
    """
    return _text(FORM_REFUSALS[code], values, language)


def form_warning_text(code: str, values: Mapping[str, str | int], language: str) -> str:
    """Return what a person should look at, in `language`: Chinese for a zh tag, else English.

    Raises
    ------
    KeyError
        If the code is unknown or a value of its template is missing.
    """
    return _text(FORM_WARNINGS[code], values, language)


def _text(template: Template, values: Mapping[str, str | int], language: str) -> str:
    return (template.zh if language.startswith("zh") else template.en).format_map(values)
