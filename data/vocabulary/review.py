"""Code lists of the catalogue workflow: applications, moves, yearly checks (§五(一), (二))."""

from data.vocabulary.term import Term


class ReviewState(Term):
    """Where an application stands between the owner's desk and the catalogue."""

    DRAFT = "draft", "草稿", "Draft"
    SUBMITTED = "submitted", "已申报", "Submitted"
    RECOMMENDED = "recommended", "已推荐", "Recommended"
    FIRST_REVIEW = "first_review", "初审", "First review"
    SECOND_REVIEW = "second_review", "复审", "Second review"
    PUBLIC_NOTICE = "public_notice", "公示", "Public notice"
    PUBLISHED = "published", "发布", "Published"
    RETURNED = "returned", "退回补正", "Returned for correction"
    REJECTED = "rejected", "不予通过", "Not passed"
    WITHDRAWN = "withdrawn", "退出", "Withdrawn"
    SUPERSEDED = "superseded", "被更新取代", "Superseded by an update"


class ReviewSide(Term):
    """Which side of an application acts."""

    OWNER = "owner", "申报单位", "Applicant"
    RECOMMENDING_UNIT = "recommending_unit", "推荐单位", "Recommending unit"
    BUREAU = "bureau", "主管部门", "Catalogue authority"
    SYSTEM = "system", "系统", "System"


class Recommendation(Term):
    """推荐单位意见 (附件2 十三)."""

    SUPPORTED = "supported", "支持推荐", "Recommended"
    NOT_SUPPORTED = "not_supported", "不予推荐", "Not recommended"


class WithdrawalReason(Term):
    """Why a published entry leaves the catalogue (§五(二): 加强动态管理)."""

    OWNER_REQUEST = "owner_request", "申报单位申请退出", "At the owner's request"
    OWNER_GONE = "owner_gone", "单位注销或停止经营", "The owner has ceased to exist"
    OUTDATED = "outdated", "技术已落后或被淘汰", "The technology is outdated"
    RESULTS_NOT_MET = (
        "results_not_met",
        "实际效果未达到申报指标",
        "Results fall short of the figures",
    )
    SAFETY_OR_ENVIRONMENT = (
        "safety_or_environment",
        "发生安全或环境问题",
        "Safety or environmental problems",
    )
    UNTRUE_MATERIAL = "untrue_material", "申报材料不实", "The application was untrue"
    RIGHTS_DISPUTE = "rights_dispute", "知识产权或权属争议", "Dispute over rights"
    CHECK_UNANSWERED = "check_unanswered", "未按期完成年度复核", "Yearly check left unanswered"
    OTHER_CAUSE = "other_cause", "其他原因", "Another cause"


class CheckStatus(Term):
    """Where the yearly check of a published entry stands."""

    OPEN = "open", "待持有方确认", "Waiting for the owner"
    CONFIRMED = "confirmed", "持有方已确认，待审核", "Confirmed by the owner"
    UPDATING = "updating", "更新申报中", "Being updated"
    ACCEPTED = "accepted", "已通过", "Accepted"
    REFUSED = "refused", "未通过，需更新", "Refused, an update is needed"
    CANCELLED = "cancelled", "已取消", "Cancelled"
