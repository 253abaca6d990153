"""Code lists of expert review and public comments (§五(一), (二))."""

from data.vocabulary.term import Term


class ReviewStage(Term):
    """Which review of the notice a round of scoring belongs to."""

    FIRST_REVIEW = "first_review", "初审", "First review"
    SECOND_REVIEW = "second_review", "复审", "Second review"


class RoundStatus(Term):
    """Where a round of scoring stands."""

    PREPARING = "preparing", "分配专家中", "Choosing experts"
    OPEN = "open", "评分中", "Being scored"
    CLOSED = "closed", "已结束", "Closed"


class AssignmentStatus(Term):
    """Where one expert stands with one application."""

    PROPOSED = "proposed", "拟分配", "Proposed"
    ASSIGNED = "assigned", "待声明", "Waiting for the declaration"
    ACCEPTED = "accepted", "评分中", "Scoring"
    DECLINED = "declined", "已谢绝", "Declined"
    RECUSED = "recused", "已回避", "Recused"
    SUBMITTED = "submitted", "已提交", "Submitted"
    CANCELLED = "cancelled", "已取消", "Cancelled"


class Declaration(Term):
    """What an expert declares before seeing the form."""

    NO_CONFLICT = "no_conflict", "无利益冲突，接受评审", "No conflict of interest, I accept"
    RECUSAL = "recusal", "存在利益关系，需回避", "I have an interest and must stand back"
    DECLINE = "decline", "无利益冲突，但无法承担", "No conflict, but I cannot take it"


class ConflictGround(Term):
    """Why an expert may not score an application."""

    SAME_ORGANIZATION = "same_organization", "与申报单位为同一单位", "Works for the applicant"
    SAME_CREDIT_CODE = (
        "same_credit_code",
        "与申报单位为同一法人（统一社会信用代码）",
        "Same legal person as the applicant (credit code)",
    )
    SAME_GROUP = "same_group", "与申报单位同属一个集团", "Same group as the applicant"
    RECOMMENDING_UNIT = (
        "recommending_unit",
        "为推荐单位人员",
        "Works for the recommending unit",
    )
    DECLARED_TIE = "declared_tie", "专家已申报与该单位有关联", "The expert declared a tie"
    RECUSED_BEFORE = (
        "recused_before",
        "专家曾就该单位声明回避",
        "The expert stood back from this applicant before",
    )


class CommentStatus(Term):
    """Where a comment on a public notice stands."""

    OPEN = "open", "待答复", "Waiting for an answer"
    ANSWERED = "answered", "已答复", "Answered"
