"""From an outbox row to a mail that was handed over: words, message, transport."""
