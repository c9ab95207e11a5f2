"""How a store's schema came about, step by step (Alembic)."""
