"""A real LibreOffice re-saves what we export: it reads back the same, pictures included."""

import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest

from data.forms import FormImage, read_form, write_form_docx, write_form_xlsx
from tests.unit.data.forms.samples import BLANK, FILLED, FILLED_RECORD

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SECONDS = 150
FULL = {
    **FILLED_RECORD,
    "comparison_technology": "燃煤锅炉\n（示例）",
    "recommending_unit": "江苏省生态环境厅（示例）",
    "owner": {
        "name": "华东节能装备研究院（示例）",
        "address": "江苏省苏州市",
        "region_code": "320500",
    },
    "applicability_rules": {
        "sectors": ["C25", "C2521"],
        "temperature_celsius": [30, None],
        "capacity": [None, 20],
        "capacity_unit": "t/h",
        "climate_zones": ["cold", "mild"],
    },
    "promotion_barriers": "  =1+1\n\n- 第二段\t末尾 \u2011 \u00ad 尾".strip(),
}
FULL["cases"] = [
    {
        **FILLED_RECORD["cases"][0],
        "project_type": "retrofit",
        "service_life_years": 15,
        "commissioned_on": "2022-11-15",
        "co_benefits": {"nox_t_per_year": -1, "hg_t_per_year": 2},
    },
    FILLED_RECORD["cases"][1],
]


def _picture() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        total = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + total

    head = struct.pack(">IIBBBBB", 60, 40, 8, 2, 0, 0, 0)
    lines = b"".join(b"\0" + bytes((x, y, 90) * 1)[:3] * 60 for y in range(40) for x in (y,))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(lines)), chunk(b"IEND", b"")]
    )


def _resaved(content: bytes, ending: str, folder: Path) -> bytes:
    source, target = folder / f"in.{ending}", folder / "out"
    source.write_bytes(content)
    subprocess.run(
        [
            OFFICE or "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
            "--convert-to", ending, "--outdir", str(target), str(source),
        ],
        check=True, capture_output=True, timeout=SECONDS,
    )  # fmt: skip
    return (target / f"in.{ending}").read_bytes()


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice here: its re-save is not tested")
@pytest.mark.timeout(2 * SECONDS)
def test_a_document_and_a_workbook_come_back_from_libreoffice(tmp_path):
    image = FormImage(
        field="process_flow", file_name="process_flow-1.png", media_type="image/png",
        content=_picture(),
    )  # fmt: skip
    for ending, write in (("docx", write_form_docx), ("xlsx", write_form_xlsx)):
        content = _resaved(write(FULL, images=(image,)), ending, tmp_path)

        reading = read_form(content, file_name=f"申报表.{ending}")

        assert reading.record == FULL, ending
        assert reading.warnings == (), ending
        assert reading.images == (image,), ending


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice here: its re-save is not tested")
@pytest.mark.timeout(2 * SECONDS)
def test_the_samples_come_back_from_libreoffice(tmp_path):
    for content in (FILLED, BLANK):
        before = read_form(content, file_name="申报表.docx")

        after = read_form(_resaved(content, "docx", tmp_path), file_name="申报表.docx")

        assert after == before
