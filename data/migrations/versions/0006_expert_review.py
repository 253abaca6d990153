"""Expert pool, owner groups, rounds of scoring, public comments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_UNFINISHED = sa.text("status != 'closed'")


def _json() -> sa.JSON:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _create_expert_profile()
    _create_organization_group()
    _create_review_round()
    _create_public_comment()
    _create_review_assignment()
    _create_round_application()


def _create_expert_profile() -> None:
    op.create_table(
        "expert_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=True),
        sa.Column("fields", _json(), nullable=False),
        sa.Column("technology_types", _json(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=True),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("available_until", sa.Date(), nullable=True),
        sa.Column("capacity_per_round", sa.Integer(), nullable=False),
        sa.Column("ties", _json(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "capacity_per_round BETWEEN 0 AND 200", name=op.f("ck_expert_profile_capacity")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_expert_profile_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_profile")),
        sa.UniqueConstraint("user_id", name=op.f("uq_expert_profile_user_id")),
    )
    op.create_index(op.f("ix_expert_profile_region_code"), "expert_profile", ["region_code"])


def _create_organization_group() -> None:
    op.create_table(
        "organization_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_organization_group_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_organization_group_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_group")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_organization_group_organization_id")),
    )


def _create_review_round() -> None:
    op.create_table(
        "review_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("previous_round_id", sa.Integer(), nullable=True),
        sa.Column("experts_per_application", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("indicator_system", _json(), nullable=True),
        sa.Column("indicator_system_version", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "experts_per_application BETWEEN 1 AND 15", name=op.f("ck_review_round_experts_range")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["catalogue_batch.id"],
            name=op.f("fk_review_round_batch_id_catalogue_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["user.id"], name=op.f("fk_review_round_closed_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_review_round_created_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["user.id"], name=op.f("fk_review_round_opened_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["previous_round_id"],
            ["review_round.id"],
            name=op.f("fk_review_round_previous_round_id_review_round"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_round")),
        sa.UniqueConstraint(
            "batch_id", "stage", "number", name=op.f("uq_review_round_batch_id_stage_number")
        ),
    )
    op.create_index(op.f("ix_review_round_batch_id"), "review_round", ["batch_id"])
    op.create_index(
        "uq_review_round_unfinished",
        "review_round",
        ["batch_id", "stage"],
        unique=True,
        sqlite_where=_UNFINISHED,
        postgresql_where=_UNFINISHED,
    )


def _create_public_comment() -> None:
    op.create_table(
        "public_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("receipt_code", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sender", sa.LargeBinary(), nullable=False),
        sa.Column("consent_version", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("is_published", sa.Boolean(), nullable=True),
        sa.Column("unpublished_reason", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user.id"], name=op.f("fk_public_comment_answered_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_public_comment_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_comment")),
        sa.UniqueConstraint("receipt_code", name=op.f("uq_public_comment_receipt_code")),
    )
    op.create_index(op.f("ix_public_comment_application_id"), "public_comment", ["application_id"])
    op.create_index(op.f("ix_public_comment_status"), "public_comment", ["status"])


def _create_review_assignment() -> None:
    op.create_table(
        "review_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("fit", sa.Float(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by_id", sa.Integer(), nullable=True),
        sa.Column("declaration", sa.String(length=40), nullable=True),
        sa.Column("declaration_reason", sa.Text(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scores", _json(), nullable=False),
        sa.Column("comments", _json(), nullable=False),
        sa.Column("overall_comment", sa.Text(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_review_assignment_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["user.id"], name=op.f("fk_review_assignment_assigned_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["user.id"], name=op.f("fk_review_assignment_expert_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["review_round.id"],
            name=op.f("fk_review_assignment_round_id_review_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_assignment")),
        sa.UniqueConstraint(
            "round_id",
            "application_id",
            "expert_id",
            name=op.f("uq_review_assignment_round_id_application_id_expert_id"),
        ),
    )
    op.create_index(
        op.f("ix_review_assignment_application_id"), "review_assignment", ["application_id"]
    )
    op.create_index(op.f("ix_review_assignment_expert_id"), "review_assignment", ["expert_id"])
    op.create_index(op.f("ix_review_assignment_round_id"), "review_assignment", ["round_id"])


def _create_round_application() -> None:
    op.create_table(
        "round_application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("mean_score", sa.Float(), nullable=True),
        sa.Column("spread", sa.Float(), nullable=True),
        sa.Column("is_flagged", sa.Boolean(), nullable=False),
        sa.Column("indicator_means", _json(), nullable=False),
        sa.Column("score_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_round_application_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["review_round.id"],
            name=op.f("fk_round_application_round_id_review_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_application")),
        sa.UniqueConstraint(
            "round_id", "application_id", name=op.f("uq_round_application_round_id_application_id")
        ),
    )
    op.create_index(
        op.f("ix_round_application_application_id"), "round_application", ["application_id"]
    )
    op.create_index(op.f("ix_round_application_round_id"), "round_application", ["round_id"])


def downgrade() -> None:
    for table in (
        "round_application",
        "review_assignment",
        "public_comment",
        "review_round",
        "organization_group",
        "expert_profile",
    ):
        op.drop_table(table)
