"""applications, their history, yearly checks; batches that open and close."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_RUNNING = sa.text(
    "state IN ('submitted', 'recommended', 'first_review', 'second_review', 'public_notice', "
    "'returned')"
)
_NUMBERED = sa.text("state = 'published' AND number_in_batch IS NOT NULL")


def _json() -> sa.JSON:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _widen_batch()
    # Written out, since rebuilding the table on SQLite would delete the cases that hang on it.
    op.execute(
        "ALTER TABLE technology ADD COLUMN supersedes_id INTEGER "
        "CONSTRAINT fk_technology_supersedes_id_technology REFERENCES technology (id)"
    )
    op.create_index("ix_technology_supersedes_id", "technology", ["supersedes_id"])
    _create_application()
    _create_application_event()
    _create_annual_check()


def _widen_batch() -> None:
    op.add_column("catalogue_batch", sa.Column("closed_at", sa.DateTime(timezone=True)))
    op.add_column("catalogue_batch", sa.Column("indicator_system", _json()))
    op.add_column(
        "catalogue_batch",
        sa.Column("indicator_system_version", sa.Integer(), nullable=False, server_default="1"),
    )
    op.execute(
        "ALTER TABLE catalogue_batch ADD COLUMN created_by_id INTEGER "
        'CONSTRAINT fk_catalogue_batch_created_by_id_user REFERENCES "user" (id)'
    )
    op.add_column("catalogue_batch", sa.Column("created_at", sa.DateTime(timezone=True)))
    op.add_column(
        "catalogue_batch", sa.Column("version", sa.Integer(), nullable=False, server_default="1")
    )


def _create_application() -> None:
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("technology_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("returned_from", sa.String(length=40), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("recommending_organization_id", sa.Integer(), nullable=True),
        sa.Column("recommendation", sa.String(length=40), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("opinion_attachment_id", sa.Integer(), nullable=True),
        sa.Column("recommended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice_opens_on", sa.Date(), nullable=True),
        sa.Column("notice_closes_on", sa.Date(), nullable=True),
        sa.Column("number_in_batch", sa.Integer(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("withdrawal_reason", sa.String(length=40), nullable=True),
        sa.Column("previous_application_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number_in_batch > 0", name=op.f("ck_application_number_positive")),
        sa.ForeignKeyConstraint(
            ["technology_id"],
            ["technology.id"],
            name=op.f("fk_application_technology_id_technology"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["catalogue_batch.id"],
            name=op.f("fk_application_batch_id_catalogue_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_application_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["recommending_organization_id"],
            ["organization.id"],
            name=op.f("fk_application_recommending_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["opinion_attachment_id"],
            ["attachment.id"],
            name=op.f("fk_application_opinion_attachment_id_attachment"),
        ),
        sa.ForeignKeyConstraint(
            ["previous_application_id"],
            ["application.id"],
            name=op.f("fk_application_previous_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["user.id"], name=op.f("fk_application_submitted_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
    )
    for column in (
        "technology_id",
        "batch_id",
        "organization_id",
        "state",
        "recommending_organization_id",
    ):
        op.create_index(f"ix_application_{column}", "application", [column])
    op.create_index(
        "uq_application_running",
        "application",
        ["technology_id"],
        unique=True,
        sqlite_where=_RUNNING,
        postgresql_where=_RUNNING,
    )
    op.create_index(
        "uq_application_number",
        "application",
        ["batch_id", "number_in_batch"],
        unique=True,
        sqlite_where=_NUMBERED,
        postgresql_where=_NUMBERED,
    )


def _create_application_event() -> None:
    op.create_table(
        "application_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=True),
        sa.Column("to_state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("details", _json(), nullable=False),
        sa.Column("content", _json(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_event_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user.id"], name=op.f("fk_application_event_actor_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_event")),
    )
    op.create_index("ix_application_event_application_id", "application_event", ["application_id"])


def _create_annual_check() -> None:
    op.create_table(
        "annual_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("technology_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answer_note", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["technology_id"],
            ["technology.id"],
            name=op.f("fk_annual_check_technology_id_technology"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_annual_check_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user.id"], name=op.f("fk_annual_check_answered_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_annual_check_decided_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_check")),
        sa.UniqueConstraint(
            "technology_id", "due_on", name=op.f("uq_annual_check_technology_id_due_on")
        ),
    )
    for column in ("technology_id", "organization_id", "due_on", "status"):
        op.create_index(f"ix_annual_check_{column}", "annual_check", [column])


def downgrade() -> None:
    op.drop_table("annual_check")
    op.drop_table("application_event")
    op.drop_table("application")
    op.drop_index("ix_technology_supersedes_id", "technology")
    op.drop_column("technology", "supersedes_id")
    for column in (
        "version",
        "created_at",
        "created_by_id",
        "indicator_system_version",
        "indicator_system",
        "closed_at",
    ):
        op.drop_column("catalogue_batch", column)
