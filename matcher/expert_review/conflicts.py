"""Conflicts of interest: who may not score an application, and on which ground (decision 0172)."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from data.vocabulary import ConflictGround

_LEGAL_FORM: Final = re.compile(r"(集团)?(股份)?(有限)?(责任)?公司$|集团$|\W|_")
_SPACES: Final = re.compile(r"\s+")
CREDIT_CODE_CHARACTERS: Final = 18
_SUBJECT: Final = slice(8, 17)
"""主体标识码: the same for one legal person whatever authority registered it (GB 32100)."""

SHORTEST_TIE: Final = 4
"""A declared name shorter than this fits whole names only: 中石 is in too many of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An organization as conflicts see it.

    Attributes
    ----------
    organization_id : int or None
        None for an applicant without an account.
    name : str
        As registered.
    credit_code : str or None
        统一社会信用代码; None is unknown and no ground.
    group : str or None
        Owner group; None is unknown and no ground.
    """

    organization_id: int | None
    name: str
    credit_code: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An expert as conflicts see them.

    Attributes
    ----------
    employer : Party
        Where the expert works.
    ties : frozenset of str
        Names or credit codes that the expert declared.
    recused_from : frozenset of int
        Organizations from whose applications the expert stood back before.
    """

    employer: Party
    ties: frozenset[str] = frozenset()
    recused_from: frozenset[int] = frozenset()


def conflict_of(
    expert: Candidate, applicant: Party, *, recommending_organization_id: int | None
) -> ConflictGround | None:
    """Return why an expert may not score an applicant's technology, or None.

    Unknown is no ground: a missing credit code or group hides no expert, since the expert's own
    declaration comes before the form is shown.

    References
    ----------
    .. [1] docs/decisions/0172-conflicts-of-interest.md.
    """
    employer = expert.employer
    subject, group = _subject(employer.credit_code), _stem(employer.group)
    works_for_unit = employer.organization_id is not None and (
        employer.organization_id == recommending_organization_id
    )
    grounds = {
        ConflictGround.SAME_ORGANIZATION: _is_same(employer, applicant),
        ConflictGround.SAME_CREDIT_CODE: bool(subject)
        and subject == _subject(applicant.credit_code),
        ConflictGround.SAME_GROUP: bool(group) and group == _stem(applicant.group),
        ConflictGround.RECOMMENDING_UNIT: works_for_unit,
        ConflictGround.DECLARED_TIE: any(_names(tie, applicant) for tie in expert.ties),
        ConflictGround.RECUSED_BEFORE: applicant.organization_id in expert.recused_from,
    }
    return next((ground for ground, holds in grounds.items() if holds), None)


def _is_same(one: Party, other: Party) -> bool:
    if one.organization_id is not None and one.organization_id == other.organization_id:
        return True
    return bool(_stem(one.name)) and _stem(one.name) == _stem(other.name)


def _names(tie: str, applicant: Party) -> bool:
    code = _SPACES.sub("", tie).upper()
    if len(code) == CREDIT_CODE_CHARACTERS and code.isascii():
        return bool(_subject(code)) and _subject(code) == _subject(applicant.credit_code)
    stem = _stem(tie)
    if not stem:
        return False
    stems = {_stem(applicant.name), _stem(applicant.group)} - {""}
    if stem in stems:
        return True
    return len(stem) >= SHORTEST_TIE and any(stem in one for one in stems)


def _subject(credit_code: str | None) -> str:
    code = (credit_code or "").strip().upper()
    return code[_SUBJECT] if len(code) == CREDIT_CODE_CHARACTERS else ""


def _stem(name: str | None) -> str:
    """Return a name without width, spaces, brackets and the words of its legal form."""
    folded = unicodedata.normalize("NFKC", name or "").strip().casefold()
    return _LEGAL_FORM.sub("", _SPACES.sub("", folded).replace("(示例)", ""))
