"""ASVS 3.5.3, RULINGS 10: a GET appends to the run log and the trail at most, and changes nothing.

Every GET row of the matrix is asked for twice by every role; the database is compared before and
after.
"""

import hashlib

import pytest
from sqlalchemy import select

from data.models import Base
from data.vocabulary import Role
from tests.security.rows import ROWS
from tests.security.world import OWN

MAY_GROW = {"match_run", "match", "audit_event"}
GETS = [row for row in ROWS if row.method == "GET"]


def _snapshot(world):
    with world.sessions() as session:
        return {
            table.name: hashlib.sha256(
                repr([tuple(r) for r in session.execute(select(table).order_by("id"))]).encode()
            ).hexdigest()
            for table in Base.metadata.sorted_tables
            if table.name not in MAY_GROW
        }


@pytest.mark.parametrize("row", GETS, ids=str)
def test_asvs_3_5_3_asking_for_a_page_changes_nothing(world, row):
    path = row.path_in(world)
    clients = [world.client(role, OWN)[0] for role in (None, *Role)]
    before = _snapshot(world)
    for client in clients:
        client.get(path)
        client.get(path)

    after = _snapshot(world)
    assert [name for name in before if after[name] != before[name]] == []
