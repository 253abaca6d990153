"""The audit of an entry with its cases and attachments, and of a record."""

from datetime import date

import pytest

from data.models import Attachment, CatalogueBatch
from data.queries.technologies import with_cases
from data.session import unit_of_work
from data.vocabulary import CatalogueStatus, FindingRule, Role
from matcher.services.errors import InvalidError
from matcher.services.form_audits import audit_record, audit_technology
from tests.factories.catalogue import make_technology
from tests.factories.people import make_person


def attach(session, technology, now, field):
    session.add(
        Attachment(
            organization_id=technology.organization_id, subject_kind="technology",
            subject_id=technology.id, field=field, file_name="a.pdf", media_type="application/pdf",
            size_bytes=1, sha256="0" * 64, stored_name=f"{field}-{technology.id}", created_at=now,
        )
    )  # fmt: skip
    session.flush()


def test_an_entry_is_audited_with_its_attachments_and_batch(sessions, now):
    with unit_of_work(sessions) as session:
        owner = make_person(session, now, Role.TECHNOLOGY_OWNER)
        batch = CatalogueBatch(code="A1", name="示例批次", closes_on=date(2020, 1, 1))
        session.add(batch)
        session.flush()
        made = make_technology(
            session, now, owner=owner, cases=2, batch_id=batch.id, appraisal="鉴定证书（示例）",
            catalogue_status=CatalogueStatus.DRAFT,
        )  # fmt: skip
        (technology,) = with_cases(session, [made.id])

        before = {one.rule for one in audit_technology(session, technology, now=now).findings}
        for field in ("appraisal", f"cases.{technology.cases[0].id}.calculation"):
            attach(session, made, now, field)
        audit = audit_technology(session, technology, now=now)
    after = {one.rule for one in audit.findings}

    assert before - after == {FindingRule.EVIDENCE_MISSING, FindingRule.CALCULATION_MISSING}
    assert FindingRule.BATCH_CLOSED in after
    assert "owner" not in {one.field for one in audit.findings}
    assert [round(costs.costs.net_yuan_per_tco2) for costs in audit.costs] == [-266, -266]
    assert audit.costs[1].formulas["abatement_cost_yuan_per_tco2"].endswith("= 133.333")


def test_a_record_that_cannot_be_read_is_refused_by_field(now):
    with pytest.raises(InvalidError) as refused:
        audit_record({"cases": [{"investment_yuan": "一千万"}]}, language="zh", now=now)

    (problem,) = refused.value.problems
    assert problem.field == "cases[0].investment_yuan"
    assert "项目投资额" in problem.values["text"]
