"""The async store: event log, projections, queue pages, search, change feed."""
