"""Places of records in the technology atlas."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "atlas_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("encoder_id", sa.String(length=120), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("topic", sa.String(length=8), nullable=False),
        sa.Column("topic_similarity", sa.Float(), nullable=False),
        sa.Column("x", sa.Float(), nullable=True),
        sa.Column("y", sa.Float(), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("x BETWEEN 0 AND 1", name=op.f("ck_atlas_point_x_range")),
        sa.CheckConstraint("y BETWEEN 0 AND 1", name=op.f("ck_atlas_point_y_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_atlas_point")),
        sa.UniqueConstraint(
            "subject_kind", "subject_id", name=op.f("uq_atlas_point_subject_kind_subject_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("atlas_point")
