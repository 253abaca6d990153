"""Code lists of the catalogue: stages, project types, statuses (附件1, 附件2; RULINGS 15)."""

from data.vocabulary.term import Term


class TechnologyStage(Term):
    """所处阶段 (附件2 二): how far a technology is from wide use."""

    DEMONSTRATION = "demonstration", "示范类", "Demonstration"
    PROMOTION = "promotion", "推广类", "Promotion"


class ProjectType(Term):
    """技改类 / 新建类 (附件2 十二): which investment the unit cost divides."""

    RETROFIT = "retrofit", "技改", "Retrofit"
    NEW_BUILD = "new_build", "新建", "New build"


class CatalogueStatus(Term):
    """Where an entry stands in the catalogue workflow (§五(一))."""

    DRAFT = "draft", "草稿", "Draft"
    SUBMITTED = "submitted", "已申报", "Submitted"
    IN_REVIEW = "in_review", "评审中", "In review"
    PUBLIC_NOTICE = "public_notice", "公示中", "Public notice"
    PUBLISHED = "published", "已发布", "Published"
    WITHDRAWN = "withdrawn", "已退出", "Withdrawn"
    SUPERSEDED = "superseded", "已被更新取代", "Superseded"


class CatalogueScope(Term):
    """National catalogue or a local one (§五(一): 鼓励地方组织编制本地区低碳技术目录)."""

    NATIONAL = "national", "国家目录", "National catalogue"
    LOCAL = "local", "地方目录", "Local catalogue"
