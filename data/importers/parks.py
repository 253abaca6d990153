"""From a JSON-like record to a park row with its enterprises and energy use."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from data.importers.limits import (
    ADDRESS_LENGTH,
    EARLIEST_YEAR,
    ENTERPRISES_COUNT,
    EXTERNAL_ID_LENGTH,
    LATEST_YEAR,
    LIST_LENGTH,
    NAME_LENGTH,
)
from data.importers.parsing import parse_energy_unit, parse_region_code, parse_term
from data.importers.problems import FieldProblem
from data.importers.record_reader import RecordReader
from data.importers.rows import EnergyUseRow, EnterpriseRow, ParkRow
from data.reference import parse_sector
from data.vocabulary import EnergyCarrier


def read_park(content: Mapping[str, Any]) -> tuple[ParkRow | None, list[FieldProblem]]:
    """Return the row, or None and every problem.

    Parameters
    ----------
    content : mapping
        A record with the names of the field dictionary; `demo_profile_note` is accepted for
        `profile_note`.
    """
    reader = RecordReader("park", content)
    external_id = reader.text("external_id", limit=EXTERNAL_ID_LENGTH, required=True)
    name = reader.text("name", limit=NAME_LENGTH, required=True)
    values: dict[str, Any] = {
        "region_code": reader.code("region_code", parse_region_code),
        "address": reader.text("address", limit=ADDRESS_LENGTH),
        "designations": reader.codes("designations", str.strip),
        "leading_industries": reader.text("leading_industries"),
        "area_km2": reader.number("area_km2", positive=True),
        "annual_output_yuan": reader.money("annual_output_yuan"),
        "profile_note": reader.text("demo_profile_note") or reader.text("profile_note"),
        "energy_use": _energy_use(reader),
    }
    reader.text("profile_note")
    children = reader.children("enterprises", "enterprise", limit=ENTERPRISES_COUNT)
    enterprises = [item for item in map(_enterprise, children) if item is not None]
    _refuse_repeats(reader, enterprises)
    reader.finish()
    if reader.problems or external_id is None or name is None:
        return None, reader.problems
    return ParkRow(external_id=external_id, name=name, enterprises=tuple(enterprises), **values), []


def _enterprise(reader: RecordReader) -> EnterpriseRow | None:
    external_id = reader.text("external_id", limit=EXTERNAL_ID_LENGTH, required=True)
    name = reader.text("name", limit=NAME_LENGTH, required=True)
    sector_code = reader.code("sector_code", parse_sector)
    region_code = reader.code("region_code", parse_region_code)
    main_products = reader.long_text("main_products")
    energy_use = _energy_use(reader)
    reader.finish()
    if external_id is None or name is None:
        return None
    return EnterpriseRow(
        external_id=external_id,
        name=name,
        sector_code=sector_code,
        region_code=region_code,
        main_products=main_products,
        energy_use=energy_use,
    )


def _energy_use(reader: RecordReader) -> tuple[EnergyUseRow, ...]:
    rows = []
    for use in reader.children("energy_use", "energy_use", limit=LIST_LENGTH):
        carrier = use.code("carrier", partial(parse_term, EnergyCarrier))
        year = use.whole_number("year", minimum=EARLIEST_YEAR, maximum=LATEST_YEAR)
        amount = use.number("amount", minimum=0.0)
        unit = use.code("unit", parse_energy_unit)
        use.finish()
        for key in ("carrier", "year", "amount", "unit"):
            if use.content.get(key) in (None, ""):
                use.refuse(key, "required")
        if carrier is None or year is None or amount is None or unit is None:
            continue
        rows.append(EnergyUseRow(carrier=carrier, year=year, amount=amount, unit=unit))
    return tuple(rows)


def _refuse_repeats(reader: RecordReader, enterprises: list[EnterpriseRow]) -> None:
    seen: set[str] = set()
    for item in enterprises:
        if item.external_id in seen:
            reader.refuse("enterprises", "duplicate_key", item.external_id)
        seen.add(item.external_id)
