"""The engine in the database, by modelsearch's own tests: ``python -m tests.search.backend_database``."""
