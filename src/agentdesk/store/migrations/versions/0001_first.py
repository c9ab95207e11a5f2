"""Everything a desk needs: facts, projections, the word index, the triggers of the log."""

from __future__ import annotations

from alembic import op

from agentdesk.store import schema

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    schema.metadata.create_all(op.get_bind())
    op.execute(schema.SEARCH)
    for trigger in schema.TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    """There is no way back: a log is never made smaller."""
    raise NotImplementedError("a store is not taken back to an older schema: use a backup")
