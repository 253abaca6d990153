"""Code lists of people and organizations (RULINGS 12)."""

from data.vocabulary.term import Term


class Role(Term):
    """What a user may do; the three administrators are separate (三员分立)."""

    PARK_MANAGER = "park_manager", "园区管理方", "Park manager"
    ENTERPRISE_USER = "enterprise_user", "园区企业", "Enterprise in a park"
    TECHNOLOGY_OWNER = "technology_owner", "技术持有方", "Technology owner"
    BUREAU_OFFICER = "bureau_officer", "生态环境部门", "Bureau officer"
    EXPERT = "expert", "专家", "Expert"
    SYSTEM_ADMIN = "system_admin", "系统管理员", "System administrator"
    SECURITY_ADMIN = "security_admin", "安全管理员", "Security administrator"
    AUDIT_ADMIN = "audit_admin", "审计管理员", "Audit administrator"


TOTP_REQUIRED_ROLES = frozenset(
    {Role.BUREAU_OFFICER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
)
"""Roles that must log in with a second factor. Source: RULINGS 16; 等保2.0 8.1.4.1 d."""


class OrganizationKind(Term):
    """What an organization is."""

    PARK_OPERATOR = "park_operator", "园区管理机构", "Park operator"
    ENTERPRISE = "enterprise", "企业", "Enterprise"
    TECHNOLOGY_OWNER = "technology_owner", "技术持有单位", "Technology owner"
    BUREAU = "bureau", "生态环境主管部门", "Environmental bureau"
    ASSOCIATION = "association", "行业协会", "Industry association"
    INSTITUTE = "institute", "科研院所", "Research institute"
    STATE_ASSETS = "state_assets", "国务院国资委", "State-owned Assets Commission"
    OPERATOR = "operator", "平台运营方", "Platform operator"


class OrganizationStatus(Term):
    """Whether an organization may use the service."""

    PENDING = "pending", "待审核", "Awaiting approval"
    APPROVED = "approved", "已通过", "Approved"
    REJECTED = "rejected", "未通过", "Rejected"
    SUSPENDED = "suspended", "已停用", "Suspended"


class JurisdictionKind(Term):
    """Whose recommendations a recommending unit may give (附件2 十三)."""

    NATIONAL = "national", "国家", "National"
    PROVINCE = "province", "省级", "Province"
    PREFECTURE = "prefecture", "地市级", "Prefecture"
    COUNTY = "county", "区县级", "County"
    XPCC = "xpcc", "新疆生产建设兵团", "Xinjiang Production and Construction Corps"
    STATE_ASSETS = "state_assets", "国务院国资委（中央企业）", "Central state-owned enterprises"
    ASSOCIATION = "association", "行业协会", "Industry association"
    INSTITUTE = "institute", "科研院所", "Research institute"
