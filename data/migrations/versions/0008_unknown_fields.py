"""Which supplements of a case its owner answered with 不清楚 (RULINGS 25)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kind = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column(
        "technology_case",
        sa.Column("unknown_fields", kind, nullable=False, server_default="{}"),
    )


def downgrade() -> None:
    op.drop_column("technology_case", "unknown_fields")
