"""Units that names carry as suffixes, and conversions between them, used at the door."""

from decimal import Decimal

YUAN_PER_WAN_YUAN = Decimal(10_000)
YUAN_PER_YI_YUAN = Decimal(100_000_000)
TONNES_PER_WAN_TONNES = 10_000.0
MONTHS_PER_YEAR = 12
EARTH_RADIUS_KM = 6371.0088
"""Mean Earth radius R1. [km] Source: IUGG 1980, GRS 80 (Moritz, 2000)."""


def wan_yuan_to_yuan(amount_wan_yuan: Decimal) -> Decimal:
    """Convert 万元, the unit of the application form's cases, to yuan, the unit stored."""
    return amount_wan_yuan * YUAN_PER_WAN_YUAN


def yi_yuan_to_yuan(amount_yi_yuan: Decimal) -> Decimal:
    """Convert 亿元, the unit of the form's 2030 investment, to yuan, the unit stored."""
    return amount_yi_yuan * YUAN_PER_YI_YUAN


def wan_tonnes_to_tonnes(amount_wan_tonnes: float) -> float:
    """Convert 万t, the unit of the form's 2030 potential, to tonnes, the unit stored."""
    return amount_wan_tonnes * TONNES_PER_WAN_TONNES
