"""What searching and sorting know of one technology."""

from dataclasses import dataclass
from datetime import date

from data.vocabulary import CatalogueScope, CatalogueStatus, TechnologyStage


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRow:
    """One technology of a list.

    Parameters
    ----------
    topics
        Those its owner named, else the one inferred from its text; codes x.y.zz.
    fields
        Chinese labels of fields of application.
    label
        Name, owner and number, for words that the text does not contain.
    abatement_potential_2030_tco2_per_year
        Stated for 2030, tCO2/a; None = unknown.
    cost_yuan_per_tco2
        Median unit cost of its cases, yuan/tCO2; None = unknown.
    """

    technology_id: int
    organization_id: int | None
    catalogue_status: CatalogueStatus
    technology_type: str | None
    topics: tuple[str, ...]
    fields: tuple[str, ...]
    stage: TechnologyStage | None
    owner_region_code: str | None
    batch_id: int | None
    scope: CatalogueScope | None
    published_on: date | None
    name: str
    label: str
    abatement_potential_2030_tco2_per_year: float | None
    cost_yuan_per_tco2: float | None
    is_appraised: bool
    has_cases: bool
