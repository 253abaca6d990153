"""ASVS chapter 2 on accounts and organizations: one of two deciders wins, nothing half-saved."""

import threading

from sqlalchemy import select

from data.models import AuditEvent, Organization, User
from data.session import reading, unit_of_work
from data.settings import PasswordProfile
from data.vocabulary import OrganizationStatus, Role
from matcher.services import accounts, organizations
from matcher.services.errors import ConflictError, InvalidError
from tests.factories.people import make_organization, make_person
from tests.factories.web import Browser


def _waiting(sessions, now):
    with unit_of_work(sessions) as session:
        officers = [
            make_person(session, now, Role.BUREAU_OFFICER, region_code="320000") for _ in range(2)
        ]
        organization = make_organization(
            session, now, Role.PARK_MANAGER, status=OrganizationStatus.PENDING
        )
    return officers, organization.id


def test_asvs_2_3_4_of_two_deciding_on_the_same_page_one_wins(app, sessions, clock, now):
    officers, organization_id = _waiting(sessions, now)
    path = f"/organizations/{organization_id}"
    answers = []
    for officer, decision in zip(officers, ("approve", "reject"), strict=True):
        browser = Browser(app, sessions, clock).be(officer)
        form = {"decision": decision, "version": "1", "note": "x"}
        answers.append(browser.post(f"{path}/decision", form, form=path))

    assert [answer.status_code for answer in answers] == [303, 409]
    assert "刚刚已有他人" in answers[1].get_data(as_text=True)
    with reading(sessions) as session:
        assert session.get(Organization, organization_id).status is OrganizationStatus.APPROVED


def test_asvs_2_3_4_of_two_deciding_at_the_same_instant_one_wins(sessions, now):
    officers, organization_id = _waiting(sessions, now)
    barrier, results = threading.Barrier(2), []

    def decide(officer, is_approved):
        barrier.wait(10)
        try:
            with unit_of_work(sessions) as session:
                organizations.decide(
                    session,
                    officer.actor,
                    organization_id,
                    is_approved=is_approved,
                    note="x",
                    version=1,
                    now=now,
                )
            results.append("done")
        except Exception as error:  # the losing side: a conflict, by our check or the version
            results.append(type(error).__name__)

    threads = [
        threading.Thread(target=decide, args=(officer, index == 0))
        for index, officer in enumerate(officers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(results)[1] == "done"
    assert sorted(results)[0] in {"ConflictError", "StaleDataError"}
    with reading(sessions) as session:
        decisions = select(AuditEvent).where(AuditEvent.action.startswith("organization."))
        assert len(session.scalars(decisions).all()) == 1


def test_a_rejection_needs_a_reason(sessions, now):
    officers, organization_id = _waiting(sessions, now)

    try:
        with unit_of_work(sessions) as session:
            organizations.decide(
                session,
                officers[0].actor,
                organization_id,
                is_approved=False,
                note=" ",
                version=1,
                now=now,
            )
        problems = ()
    except InvalidError as error:
        problems = error.problems

    assert [(p.field, p.rule) for p in problems] == [("note", "required")]


def test_a_refused_registration_saves_nothing(sessions, now):
    form = organizations.Registration(
        organization_name="示例单位",
        role="park_manager",
        region_code="320500",
        address="",
        unified_social_credit_code="",
        name="示例",
        email="a@example.com",
        password="otters build seven dams",
        has_consented=False,
    )

    try:
        with unit_of_work(sessions) as session:
            organizations.register(session, form, profile=PasswordProfile.ASVS, now=now)
        rules = []
    except InvalidError as error:
        rules = [p.rule for p in error.problems]

    assert rules == ["must_accept"]
    with reading(sessions) as session:
        assert session.scalars(select(Organization)).all() == []
        assert session.scalars(select(User)).all() == []


def test_an_organization_or_address_is_registered_once(browser, sessions, now):
    form = {
        "role": "technology_owner",
        "organization_name": "示例技术公司",
        "unified_social_credit_code": "91000000000000000K",
        "region_code": "110000",
        "name": "示例",
        "email": "one@example.com",
        "password": "otters build seven dams",
        "consent": "1",
    }
    first = browser.post("/register", form, form="/register")
    browser.post("/logout", form="/account/waiting")
    second = browser.post("/register", form, form="/register")
    wrong = browser.post(
        "/register", form | {"unified_social_credit_code": "910000000000000001"}, form="/register"
    )

    page = second.get_data(as_text=True)
    assert first.status_code == 303
    assert second.status_code == wrong.status_code == 422
    for text in ("同名单位已注册", "此统一社会信用代码的单位已注册", "此邮箱已有账号"):
        assert text in page
    assert "统一社会信用代码校验不通过" in wrong.get_data(as_text=True)


def test_the_last_system_administrator_stays(sessions, now):
    from matcher.services import user_administration

    with unit_of_work(sessions) as session:
        last = make_person(session, now, Role.SYSTEM_ADMIN)
        closed = make_person(session, now, Role.SYSTEM_ADMIN, is_active=False)
        codes = []
        for user_id in (last.user.id,):
            try:
                user_administration.deactivate(session, closed.actor, user_id, now=now)
            except ConflictError as error:
                codes.append(error.code)
            try:
                user_administration.deactivate(session, last.actor, user_id, now=now)
            except ConflictError as error:
                codes.append(error.code)

    assert codes == ["last_system_admin", "own_account"]


def test_the_first_user_of_a_name_makes_the_organization_the_next_joins_it(sessions, now):
    with unit_of_work(sessions) as session:
        made = [
            accounts.create_user(
                session,
                email=f"u{n}@example.com",
                name="示例",
                role=Role.PARK_MANAGER,
                organization_name=" 示例园区 ",
                region_code="320500",
                now=now,
            )
            for n in range(2)
        ]

    with reading(sessions) as session:
        organization = session.scalars(select(Organization)).one()
        users = session.scalars(select(User)).all()
    assert organization.name == "示例园区"
    assert organization.status is OrganizationStatus.APPROVED
    assert {user.organization_id for user in users} == {organization.id}
    assert made[0].password != made[1].password
    assert all(made[n].password not in user.password_hash for n, user in enumerate(users))
