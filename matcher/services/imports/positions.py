"""Positions of imported addresses: each address is resolved once, ambiguity is reported."""

from dataclasses import dataclass, field

from matcher.services.errors import InvalidError
from matcher.services.match_requests import Site
from matcher.services.places import AmbiguousSiteError, SitePlace, place_of
from matcher.services.runtime import Runtime


@dataclass(slots=True)
class Positions:
    """Resolves addresses of one import (RULINGS 6: an ambiguous one is kept, and reported)."""

    runtime: Runtime
    _known: dict[Site, SitePlace] = field(default_factory=dict)

    def of(self, site: Site) -> SitePlace:
        """Return the position of a site; without one, the reason is among its warnings."""
        if site not in self._known:
            self._known[site] = self._resolved(site)
        return self._known[site]

    def _resolved(self, site: Site) -> SitePlace:
        try:
            return place_of(self.runtime, site)
        except AmbiguousSiteError:
            warning = "address_ambiguous"
        except InvalidError:
            warning = "address_not_found"
        return SitePlace(address=site.address, region_code=None, warnings=(warning,))
