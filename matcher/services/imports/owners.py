"""Organizations and batches that imported technologies name: found, or made."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.importers.rows import OwnerRow
from data.models import CatalogueBatch, Organization
from data.vocabulary import OrganizationKind, OrganizationStatus
from matcher.services.imports.positions import Positions
from matcher.services.imports.summary import ImportSummary, ImportTarget
from matcher.services.match_requests import Site


@dataclass(slots=True)
class Owners:
    """Owners and batches of one import, by name and code."""

    session: Session
    target: ImportTarget
    positions: Positions
    summary: ImportSummary
    _owners: dict[str, int] = field(default_factory=dict)
    _batches: dict[str, int] = field(default_factory=dict)

    def owner_id(self, row: OwnerRow | None, external_id: str) -> int | None:
        """Return the organization of an owner; a name not known yet becomes an approved one."""
        if self.target.organization_id is not None:
            return self.target.organization_id
        if row is None:
            return None
        if row.name not in self._owners:
            self._owners[row.name] = self._found(row, external_id).id
        return self._owners[row.name]

    def batch_id(self, code: str | None) -> int | None:
        """Return the batch with this code; a code not known yet becomes a batch."""
        if code is None:
            return None
        if code not in self._batches:
            found = self.session.scalar(select(CatalogueBatch).where(CatalogueBatch.code == code))
            if found is None:
                found = CatalogueBatch(code=code, name=code, is_demo=self.target.is_demo)
                self.session.add(found)
                self.session.flush()
            self._batches[code] = found.id
        return self._batches[code]

    def _found(self, row: OwnerRow, external_id: str) -> Organization:
        found = self.session.scalar(select(Organization).where(Organization.name == row.name))
        if found is not None:
            return found
        place = self.positions.of(Site(address=row.address, region_code=row.region_code))
        self.summary.warnings += [(external_id, warning) for warning in place.warnings]
        made = Organization(
            name=row.name,
            kind=OrganizationKind.TECHNOLOGY_OWNER,
            status=OrganizationStatus.APPROVED,
            unified_social_credit_code=row.unified_social_credit_code,
            region_code=place.region_code or row.region_code,
            address=row.address,
            latitude_deg=place.latitude_deg,
            longitude_deg=place.longitude_deg,
            position_precision=place.precision,
            is_demo=self.target.is_demo,
            created_at=self.target.now,
            decided_at=self.target.now,
        )
        self.session.add(made)
        self.session.flush()
        return made
