"""agentdesk: the one promise to a customer that comes first, and why."""

__version__ = "0.1.0"
