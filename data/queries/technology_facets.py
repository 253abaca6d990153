"""How many technologies stand behind each choice of a filter."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.models import Organization, Technology
from data.queries.technologies import TechnologyFilter, conditions
from data.vocabulary import TechnologyStage

TECHNOLOGY_TYPE: InstrumentedAttribute[str | None] = Technology.technology_type
STAGE: InstrumentedAttribute[TechnologyStage | None] = Technology.stage
"""What facets count by."""


def counts_by(
    session: Session,
    column: InstrumentedAttribute[str | None] | InstrumentedAttribute[TechnologyStage | None],
    *,
    readable: ColumnElement[bool],
    filter_by: TechnologyFilter,
) -> dict[str, int]:
    """Return the number of readable technologies under a filter, by the value of one column."""
    rows = session.execute(
        select(column, func.count())
        .select_from(Technology)
        .join(Organization, Organization.id == Technology.organization_id, isouter=True)
        .where(readable, column.is_not(None), *conditions(filter_by))
        .group_by(column)
        .order_by(column)
    )
    return {str(value): number for value, number in rows if value is not None}
