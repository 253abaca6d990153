import pytest

from data.session import unit_of_work
from data.vocabulary import ReviewState
from tests.factories.applications import hand_in, make_contact, make_desk, make_form, take_to
from tests.factories.people import make_bearer

S = ReviewState


@pytest.fixture
def desk(sessions, now):
    with unit_of_work(sessions) as session:
        return make_desk(session, now)


@pytest.fixture
def call(app, sessions, now):
    def send(person, method, path, **kwargs):
        with unit_of_work(sessions) as session:
            bearer = make_bearer(session, person, now)
        headers = {"Authorization": f"Bearer {bearer}"}
        return app.test_client().open(f"/api/v1{path}", method=method, headers=headers, **kwargs)

    return send


def test_the_whole_way_by_json(call, sessions, desk, now):
    with unit_of_work(sessions) as session:
        form = make_form(session, desk.owner, now)
    body = {
        "technology_id": str(form.id),
        "batch_id": str(desk.batch.id),
        "recommending_organization_id": str(desk.unit.organization.id),
    }
    made = call(desk.owner, "POST", "/applications", json=body)
    assert (made.status_code, made.json["state"]) == (201, "submitted")
    assert made.json["moves"] == ["withdrawn"]
    path = f"/applications/{made.json['id']}"
    for person, to, more in (
        (desk.unit, "recommended", {"opinion": "同意"}),
        (desk.officer, "first_review", {}),
        (desk.officer, "second_review", {"is_complete": True}),
        (desk.officer, "public_notice", {"note": "符合", "notice_closes_on": "2026-06-20"}),
    ):
        moved = call(person, "POST", f"{path}/transitions", json={"to": to, **more})
        assert (moved.status_code, moved.json["state"]) == (200, to), moved.json
    shown = call(desk.owner, "GET", path).json

    assert [event["to_state"] for event in shown["events"]] == [
        "submitted",
        "recommended",
        "first_review",
        "second_review",
        "public_notice",
    ]
    assert shown["notice_closes_on"] == "2026-06-20"
    assert "13800000000" not in str(shown)
    listed = call(desk.officer, "GET", "/applications?state=public_notice").json
    assert [one["id"] for one in listed["items"]] == [shown["id"]]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"to": "first_review"}, "application_not_a_next_state"),
        ({"to": "returned"}, "application_note_required"),
        ({"to": "recommended", "opinion": "x", "version": 99}, "changed_meanwhile"),
    ],
)
def test_a_refused_move_says_why_with_its_code(call, sessions, desk, now, body, code):
    with unit_of_work(sessions) as session:
        made = hand_in(session, desk, make_form(session, desk.owner, now), now)

    refused = call(desk.unit, "POST", f"/applications/{made.id}/transitions", json=body)

    assert (refused.status_code, refused.json["code"]) == (409, code)
    assert refused.json["detail"]


def test_an_incomplete_form_names_its_fields(call, sessions, desk, now):
    with unit_of_work(sessions) as session:
        form = make_form(
            session,
            desk.owner,
            now,
            typical_users=None,
            applicant_contact=make_contact(mobile=""),
        )
        form.cases[0].content = None
        case_id = form.cases[0].id

    refused = call(desk.owner, "POST", "/applications", json={"technology_id": str(form.id)})

    assert refused.status_code == 422
    assert [error["field"] for error in refused.json["errors"]] == [
        "typical_users",
        f"cases.{case_id}.content",
        "applicant_contact.mobile",
    ]


def test_an_update_is_started_once(call, sessions, desk, now):
    with unit_of_work(sessions) as session:
        form = make_form(session, desk.owner, now)
        take_to(session, desk, hand_in(session, desk, form, now), S.PUBLISHED, now)
    body = {"technology_id": str(form.id)}

    first = call(desk.owner, "POST", "/applications/updates", json=body)
    again = call(desk.owner, "POST", "/applications/updates", json=body)

    assert first.status_code == again.status_code == 201
    assert first.json == again.json
