"""The status of a technology in the catalogue, derived from its applications (RULINGS 15)."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from data.vocabulary import CatalogueStatus, ReviewState
from matcher.review_states.state import Listing

_STATUS: Final = MappingProxyType(
    {
        ReviewState.DRAFT: CatalogueStatus.DRAFT,
        ReviewState.SUBMITTED: CatalogueStatus.SUBMITTED,
        ReviewState.RECOMMENDED: CatalogueStatus.IN_REVIEW,
        ReviewState.FIRST_REVIEW: CatalogueStatus.IN_REVIEW,
        ReviewState.SECOND_REVIEW: CatalogueStatus.IN_REVIEW,
        ReviewState.PUBLIC_NOTICE: CatalogueStatus.PUBLIC_NOTICE,
        ReviewState.PUBLISHED: CatalogueStatus.PUBLISHED,
        # Back on the owner's desk: the form may be changed again.
        ReviewState.RETURNED: CatalogueStatus.DRAFT,
        ReviewState.REJECTED: CatalogueStatus.DRAFT,
        ReviewState.WITHDRAWN: CatalogueStatus.DRAFT,
        ReviewState.SUPERSEDED: CatalogueStatus.SUPERSEDED,
    }
)


def catalogue_status_of(listings: Sequence[Listing]) -> CatalogueStatus:
    """Return where a technology stands, seen over all its applications.

    What is published stays published while another application of the same technology runs, fails
    or is withdrawn; a published entry that left stays *withdrawn* or *superseded* for good. An
    application that never reached the catalogue leaves a draft behind.

    Parameters
    ----------
    listings : sequence of Listing
        All applications of one technology, in any order; none is a draft.
    """
    if any(one.state is ReviewState.PUBLISHED for one in listings):
        return CatalogueStatus.PUBLISHED
    if any(one.state is ReviewState.SUPERSEDED for one in listings):
        return CatalogueStatus.SUPERSEDED
    latest = max(listings, key=lambda one: one.order, default=None)
    if latest is None:
        return CatalogueStatus.DRAFT
    was_published = any(one.published_on is not None for one in listings)
    if was_published and _STATUS[latest.state] is CatalogueStatus.DRAFT:
        return CatalogueStatus.WITHDRAWN
    return _STATUS[latest.state]


def listing_of(listings: Sequence[Listing]) -> Listing | None:
    """Return the listing the catalogue shows: the national one before the local, the later first.

    None where nothing is published.
    """
    published = [one for one in listings if one.state is ReviewState.PUBLISHED]
    return max(published, key=lambda one: (one.is_national, one.order), default=None)
