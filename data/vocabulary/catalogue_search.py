"""Code lists of the catalogue's search: orders of the list, and what stands behind an entry."""

from data.vocabulary.term import Term


class CatalogueSort(Term):
    """Order of a list of technologies; unknown values stand last."""

    RELEVANCE = "relevance", "相关度", "Relevance"
    NEWEST = "newest", "最新录入", "Newest entry"
    PUBLISHED = "published", "最近发布", "Published last"
    NAME = "name", "名称", "Name"
    POTENTIAL = "potential", "减排潜力", "Potential"
    COST = "cost", "减排成本", "Abatement cost"


class CatalogueEvidence(Term):
    """What is known beyond the owner's own statement."""

    APPRAISED = "appraised", "附鉴定或评价", "Appraisal stated"
    CASES = "cases", "有实施案例", "With implemented cases"
    VERIFIED = "verified", "有已核验项目", "With a verified project"
