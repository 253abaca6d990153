"""Code list of what users are told inside the service."""

from data.vocabulary.term import Term


class NotificationKind(Term):
    """Why a notification was written."""

    NEW_ENTRIES = "new_entries", "订阅条件有新技术", "New entries for a saved search"
