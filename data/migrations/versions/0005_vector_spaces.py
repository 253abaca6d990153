"""Vectors belong to a space: an encoder with a version of the texts."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OLD_UNIQUE = "uq_text_vector_subject_kind_subject_id_encoder_id"
NEW_UNIQUE = "uq_text_vector_subject_kind_subject_id_space_id"


def upgrade() -> None:
    op.create_table(
        "vector_space",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.String(length=150), nullable=False),
        sa.Column("encoder_id", sa.String(length=120), nullable=False),
        sa.Column("model", sa.String(length=500), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_force_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vector_space")),
        sa.UniqueConstraint("space_id", name=op.f("uq_vector_space_space_id")),
    )
    with op.batch_alter_table("text_vector", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(OLD_UNIQUE), type_="unique")
        batch_op.alter_column(
            "encoder_id",
            new_column_name="space_id",
            existing_type=sa.String(length=120),
            type_=sa.String(length=150),
            existing_nullable=False,
        )
    with op.batch_alter_table("text_vector", schema=None) as batch_op:
        batch_op.create_unique_constraint(
            batch_op.f(NEW_UNIQUE), ["subject_kind", "subject_id", "space_id"]
        )
    # Every vector so far was made of version 1 of the texts.
    op.execute("UPDATE text_vector SET space_id = space_id || '/1'")


def downgrade() -> None:
    op.execute("DELETE FROM text_vector WHERE space_id NOT LIKE '%/1'")
    op.execute("UPDATE text_vector SET space_id = substr(space_id, 1, length(space_id) - 2)")
    with op.batch_alter_table("text_vector", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(NEW_UNIQUE), type_="unique")
        batch_op.alter_column(
            "space_id",
            new_column_name="encoder_id",
            existing_type=sa.String(length=150),
            type_=sa.String(length=120),
            existing_nullable=False,
        )
    with op.batch_alter_table("text_vector", schema=None) as batch_op:
        batch_op.create_unique_constraint(
            batch_op.f(OLD_UNIQUE), ["subject_kind", "subject_id", "encoder_id"]
        )
    op.drop_table("vector_space")
