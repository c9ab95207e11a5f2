"""Names of statuses, priorities and classes."""

TEXTS = {
    "new": "unregistered",
    "open": "open",
    "waiting": "waiting on the customer",
    "resolved": "resolved",
    "closed": "closed",
    "new.short": "new",
    "open.short": "open",
    "waiting.short": "waiting",
    "resolved.short": "resolved",
    "closed.short": "closed",
    "priority.P1": "P1",
    "priority.P2": "P2",
    "priority.P3": "P3",
    "class.common": "common",
    "class.complex": "complex",
    "class.complaint": "complaint",
}
