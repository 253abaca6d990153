"""Code lists of leads, follow-ups and barriers (PRODUCT §6, §7; RULINGS 20)."""

from data.vocabulary.term import Term


class LeadStage(Term):
    """Pipeline of an introduction, from introduced to verified."""

    PROPOSED = "proposed", "技术方提议", "Proposed by owner"
    INTRODUCED = "introduced", "已推送", "Introduced"
    ACCEPTED = "accepted", "已接受", "Accepted"
    IN_TALKS = "in_talks", "洽谈", "In talks"
    SITE_SURVEY = "site_survey", "现场勘查", "Site survey"
    CONTRACTED = "contracted", "签约", "Contracted"
    UNDER_CONSTRUCTION = "under_construction", "建设", "Under construction"
    COMMISSIONED = "commissioned", "投运", "Commissioned"
    VERIFIED = "verified", "已核验", "Verified"
    DECLINED = "declined", "未采纳", "Declined"
    STALLED = "stalled", "停滞", "Stalled"


class LeadSide(Term):
    """Which side of a lead speaks."""

    DEMAND = "demand", "需求方", "Demand side"
    OWNER = "owner", "技术方", "Owner side"
    BUREAU = "bureau", "主管部门", "Bureau"
    SYSTEM = "system", "系统", "System"


class Barrier(Term):
    """Why a lead stopped or slowed; shared with 技术推广障碍 (PRODUCT §6)."""

    INVESTMENT_TOO_HIGH = "investment_too_high", "投资过高", "Investment too high"
    PAYBACK_TOO_LONG = "payback_too_long", "回收期过长", "Payback too long"
    NO_FINANCE = "no_finance", "缺少资金或融资", "No finance"
    TECHNICAL_MISMATCH = "technical_mismatch", "技术或工况不适用", "Technical mismatch"
    SITE_CONSTRAINT = "site_constraint", "场地或停产条件不具备", "Site or shutdown constraint"
    IMMATURE = "immature", "技术成熟度不足", "Technology not mature enough"
    PERMITTING = "permitting", "审批或合规障碍", "Permitting"
    OWNER_UNRESPONSIVE = "owner_unresponsive", "技术方未及时响应", "Owner unresponsive"
    DEMAND_CHANGED = "demand_changed", "需求变化或取消", "Demand changed"
    CHOSE_OTHER = "chose_other", "选择了其他技术", "Chose another technology"
    POLICY_OR_PRICE = "policy_or_price", "政策或价格变化", "Policy or price change"
    OTHER = "other", "其他", "Other"


class MeasurementMethod(Term):
    """How an annual abatement was determined."""

    METERED = "metered", "计量表计", "Metered"
    CALCULATED = "calculated", "按公式核算", "Calculated"
    ESTIMATED = "estimated", "估算", "Estimated"
    THIRD_PARTY = "third_party", "第三方核查", "Third-party verified"


class FollowUpStatus(Term):
    """What became of one question to one side."""

    PLANNED = "planned", "待发送", "Planned"
    ASKED = "asked", "已询问", "Asked"
    ANSWERED = "answered", "已答复", "Answered"
    SILENT = "silent", "未答复", "No answer"
    CANCELLED = "cancelled", "已取消", "Cancelled"


class OutboxStatus(Term):
    """Where a message stands on its way out."""

    PENDING = "pending", "待发送", "Pending"
    SENT = "sent", "已发送", "Sent"
    FAILED = "failed", "发送失败", "Failed"
    CANCELLED = "cancelled", "已取消", "Cancelled"


class JobStatus(Term):
    """Where a job run stands."""

    PENDING = "pending", "待运行", "Pending"
    RUNNING = "running", "运行中", "Running"
    DONE = "done", "完成", "Done"
    FAILED = "failed", "失败", "Failed"
