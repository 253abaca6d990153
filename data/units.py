"""Units that names carry as suffixes, and conversions between them, used at the door."""

from decimal import Decimal

YUAN_PER_WAN_YUAN = Decimal(10_000)
YUAN_PER_YI_YUAN = Decimal(100_000_000)
TONNES_PER_WAN_TONNES = Decimal(10_000)
MONTHS_PER_YEAR = 12
EARTH_RADIUS_KM = 6371.0088
"""Mean Earth radius R1. [km] Source: IUGG 1980, GRS 80 (Moritz, 2000)."""
