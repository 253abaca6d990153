import pytest

from data.vocabulary import ConflictGround
from matcher.expert_review import Candidate, Party, conflict_of

CODE = "91320500MA1WABCD3X"
SAME_PERSON = "91310000MA1WABCD37"
APPLICANT = Party(
    organization_id=7, name="江南热泵有限公司", credit_code=CODE, group="华东能源集团"
)
ELSEWHERE = Party(organization_id=1, name="低碳研究院", credit_code="12100000400000000A")


def _ground(employer=ELSEWHERE, applicant=APPLICANT, unit=9, **fields):
    expert = Candidate(employer=employer, **fields)
    return conflict_of(expert, applicant, recommending_organization_id=unit)


def test_an_expert_from_elsewhere_has_no_conflict():
    assert _ground() is None


def test_the_applicants_own_people_are_refused_by_number_and_by_name():
    renamed = Party(organization_id=7, name="别名")
    written_otherwise = Party(organization_id=2, name=" 江南热泵股份有限公司（示例）")

    assert _ground(employer=renamed) is ConflictGround.SAME_ORGANIZATION
    assert _ground(employer=written_otherwise) is ConflictGround.SAME_ORGANIZATION


def test_one_legal_person_is_known_by_the_middle_of_the_credit_code():
    moved = Party(organization_id=2, name="另一名称", credit_code=SAME_PERSON)

    assert _ground(employer=moved) is ConflictGround.SAME_CREDIT_CODE


def test_a_group_bars_its_members():
    sister = Party(organization_id=2, name="姊妹公司甲", group="华东能源")

    assert _ground(employer=sister) is ConflictGround.SAME_GROUP


def test_the_recommending_units_staff_is_refused():
    assert _ground(unit=1) is ConflictGround.RECOMMENDING_UNIT


@pytest.mark.parametrize(
    "tie",
    [
        "江南热泵",
        "江南热泵有限公司",
        "华东能源集团",
        "热泵有限公司 江南热泵",
        CODE,
        f" {CODE.lower()} ",
    ],
)
def test_a_declared_tie_is_found(tie):
    expected = None if tie.startswith("热泵") else ConflictGround.DECLARED_TIE

    assert _ground(ties=frozenset({tie})) is expected


def test_a_short_word_is_no_tie_to_everybody_who_has_it_in_the_name():
    assert _ground(ties=frozenset({"热泵"})) is None
    assert _ground(ties=frozenset({"", "有限公司"})) is None


def test_who_stood_back_before_is_not_asked_again():
    assert _ground(recused_from=frozenset({7})) is ConflictGround.RECUSED_BEFORE
    assert _ground(recused_from=frozenset({8})) is None


def test_what_is_unknown_bars_nobody():
    unknown = Party(organization_id=None, name="")

    assert _ground(applicant=unknown, recused_from=frozenset({8})) is None
    assert _ground(employer=unknown, applicant=unknown, unit=None) is None
