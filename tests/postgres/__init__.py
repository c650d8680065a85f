"""Tests on a real PostgreSQL: ``python -m tests.postgres [what pytest takes]``."""
