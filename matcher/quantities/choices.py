"""Choices a text makes in words: retrofit or new build, demonstration technologies or not."""

import re
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from data.vocabulary import ProjectType
from matcher.quantities.context import clause_before

T = TypeVar("T")

_RETROFIT: Final = re.compile(
    r"技改|技术改造|节能改造|改造|改建|retrofit\w*|revamp\w*|refurbish\w*"
    r"|upgrad(?:e|ing) (?:of )?(?:our|the|existing)"
)
_NEW_BUILD: Final = re.compile(
    r"新建(?![成了的过])|拟建|新上(?!任)|greenfield|new[- ]build\w*"
    r"|new (?:plant|construction|factory|production line)|build(?:ing)? a new"
)
_DENIED: Final = re.compile(
    r"(?:不|没|无|非|免|勿|别|禁止|避免|无需|不用|不想|不能|不让|不准|不得|不允许|不许"
    r"|without|\bno|\bnot|avoid|instead of|rather than)"
    r"(?:再|需要?|打算|考虑|进行|做|搞|a|any|to|build|the|\s){0,4}$"
)
_PAST: Final = re.compile(
    r"已经|去年|前年|曾|刚刚?|此前|20[01]\d年|202[0-4]年|last year|already|\bwas\b|\bwere\b"
)
_REFUSED: Final = re.compile(
    r"(?:不要|不接受|不考虑|不做|不用|不想要|拒绝|排除|谢绝|不能是|不采用|不选)(?:任何)?(?:的)?"
    r"(?:处于|还在|尚在|新的)?(?:示范|试点|试验|中试|首台套|小白鼠)"
    r"|不(?:想|愿|愿意)?(?:当|做)(?:示范|试点|小白鼠|试验田)"
    r"|(?<!不)(?<!非)(?:成熟(?:可靠|稳定)?的?技术|技术(?:要|须|必须|应)?成熟(?!度)|成熟可靠|成熟稳定)"
    r"|(?:only|must be|need|want|require)\w* (?:a )?(?:proven|mature|established|commercially)"
    r"|(?:proven|mature) (?:technolog|solution)\w*"
    r"|no (?:demonstration|pilot|demo)\w*|not (?:a )?(?:demonstration|pilot)"
)
_WELCOMED: Final = re.compile(
    r"(?<!不)(?:接受|欢迎|愿意(?:作为|做|当|开展|承担)?|可以?(?:作为|做)?|可接受|支持|考虑)"
    r"(?:技术)?(?:示范|试点|首台套)|示范(?:类|项目|技术)?(?:也|都|均)?(?:可以?|行|接受|欢迎)"
    r"|(?:open to|accept|welcome|willing to host|happy with)\w*"
    r" (?:a |any )?(?:demonstration|pilot|demo)"
)
_DOUBTED: Final = re.compile(
    r"(?:没有|缺少|缺乏|尚无|无|不要求|不一定要|不必|未必|尚未|not?|lack\w*)\s?(?:要求)?$"
)


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """A choice and the words that make it."""

    value: T
    start: int
    end: int


def project_type(folded_text: str) -> Choice[ProjectType] | None:
    """Return whether a text asks for a retrofit or a new build, None when it says both or none."""
    retrofit = _first_affirmed(_RETROFIT, folded_text)
    new_build = _first_affirmed(_NEW_BUILD, folded_text)
    if (retrofit is None) == (new_build is None):
        return None
    if retrofit is not None:
        return Choice(ProjectType.RETROFIT, retrofit.start(), retrofit.end())
    assert new_build is not None  # noqa: S101  (exactly one of the two stands here)
    return Choice(ProjectType.NEW_BUILD, new_build.start(), new_build.end())


def accepts_demonstration(folded_text: str) -> Choice[bool] | None:
    """Return whether a text accepts demonstration technologies, None when it leaves that open."""
    refused = _first(_REFUSED, folded_text)
    welcomed = _first(_WELCOMED, folded_text)
    if (refused is None) == (welcomed is None):
        return None
    match = refused or welcomed
    return None if match is None else Choice(welcomed is not None, match.start(), match.end())


def _first_affirmed(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    for match in pattern.finditer(text):
        before = clause_before(text, match.start())
        if not _DENIED.search(before) and not _PAST.search(before):
            return match
    return None


def _first(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    for match in pattern.finditer(text):
        if not _DOUBTED.search(clause_before(text, match.start())):
            return match
    return None
