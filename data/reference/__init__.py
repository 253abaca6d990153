"""Versioned reference data with sources (SOURCES.md), read lazily and cached."""

from data.reference.climate import ProvinceClimate, climate_zone_of, climate_zones
from data.reference.divisions import (
    Division,
    ancestors,
    contains,
    division,
    divisions,
    full_name,
    region_label,
)
from data.reference.factors import (
    Factor,
    FactorSet,
    default_factor_set,
    factor_set,
    factor_set_names,
    factor_suggestions,
    factors,
    regional_factor_set,
)
from data.reference.field_dictionary import FieldEntry, field_dictionary, fields_of
from data.reference.fields import ApplicationField, fields, parse_field
from data.reference.labels import UnknownCodeError
from data.reference.parks import ParkDesignation, ReferencePark, parks
from data.reference.sectors import Sector, is_sector_code, parse_sector, sector_label, sectors
from data.reference.taxonomy import (
    TechnologyCategory,
    TechnologyTopic,
    TechnologyType,
    parse_technology_topic,
    parse_technology_type,
    taxonomy,
    technology_types,
    topics,
)

__all__ = [
    "ApplicationField",
    "Division",
    "Factor",
    "FactorSet",
    "FieldEntry",
    "ParkDesignation",
    "ProvinceClimate",
    "ReferencePark",
    "Sector",
    "TechnologyCategory",
    "TechnologyTopic",
    "TechnologyType",
    "UnknownCodeError",
    "ancestors",
    "climate_zone_of",
    "climate_zones",
    "contains",
    "default_factor_set",
    "division",
    "divisions",
    "factor_set",
    "factor_set_names",
    "factor_suggestions",
    "factors",
    "field_dictionary",
    "fields",
    "fields_of",
    "full_name",
    "is_sector_code",
    "parks",
    "parse_field",
    "parse_sector",
    "parse_technology_topic",
    "parse_technology_type",
    "region_label",
    "regional_factor_set",
    "sector_label",
    "sectors",
    "taxonomy",
    "technology_types",
    "topics",
]
