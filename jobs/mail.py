"""The job that delivers mail."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from jobs.context import JobContext
from matcher.services.delivery import Courier, deliver_batch
from matcher.services.mail.transports import transport_of


def courier_of(context: JobContext) -> Courier:
    """Return the courier of this process; an answer may take a quarter of the lease."""
    lease_seconds = context.settings.lease_seconds
    return Courier(
        sessions=context.sessions,
        runtime=context.runtime,
        transport=transport_of(context.settings, timeout_seconds=max(lease_seconds / 4, 1.0)),
        clock=context.clock,
        owner=context.owner,
        lease=timedelta(seconds=lease_seconds),
    )


def deliver_due(
    context: JobContext, *, should_stop: Callable[[], bool] = lambda: False
) -> dict[str, Any]:
    """Deliver every message that is due now."""
    courier = courier_of(context)
    sent_count = 0
    while not should_stop():
        batch_count = deliver_batch(courier, should_stop=should_stop)
        sent_count += batch_count
        if not batch_count:
            break
    return {"sent_count": sent_count}
