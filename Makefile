# Everything a developer types. `make` alone lists it.

PYTHON ?= python3
DEMO ?= yes
VENV := .venv
BIN := $(VENV)/bin
TEST_SETTINGS := DJANGO_SETTINGS_MODULE=intranet.settings.test
TEMPLATES := find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header -q

.DEFAULT_GOAL := help
.PHONY: help run test fix lock bench-browser bench-live bench-pages bench-search bench-start bench-writes test-faults venv packages dev-packages

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: packages ## run the whole site at http://localhost:8000 (PORT=8001, DEMO=no, TRELLIS_DATA=folder)
	@exec $(BIN)/python manage.py run $(if $(filter no,$(DEMO)),,--demo)

test: dev-packages ## style, types, stairs, migrations, settings, then all tests
	@echo "== Format"
	@$(BIN)/ruff format --check -q .
	@echo "== Lint"
	@$(BIN)/ruff check -q .
	@echo "== Types"
	@$(BIN)/mypy
	@echo "== Templates"
	@$(TEMPLATES) --check
	@echo "== Stairs: who may import whom"
	@$(BIN)/lint-imports --no-cache
	@echo "== Migrations"
	@$(TEST_SETTINGS) $(BIN)/python manage.py makemigrations --check --dry-run
	@echo "== Settings of a company"
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && \
		TRELLIS_URL=https://trellis.example.com TRELLIS_DATA=$$data \
		$(BIN)/python manage.py check --deploy --fail-level WARNING
	@echo "== Search backends, by modelsearch's own tests"
	@$(BIN)/python -m tests.search.backend
	@$(BIN)/python -m tests.search.backend_database
	@echo "== Search on PostgreSQL"
	@$(BIN)/python -m tests.postgres
	@echo "== Tests"
	@$(BIN)/pytest -n 2 --dist worksteal tests --ignore=tests/browser
	@echo "== Tests in a browser"
	@$(BIN)/pytest -n 2 --maxschedchunk 1 tests/browser

fix: dev-packages ## put code and templates into the house's format
	@$(BIN)/ruff format -q .
	@$(BIN)/ruff check --fix -q .
	@$(TEMPLATES)

lock: venv ## write both requirement files anew from pyproject.toml (UPGRADE=--upgrade for newer versions)
	@test -x $(BIN)/uv || $(BIN)/pip install -q uv
	@$(COMPILE) $(UPGRADE) -o requirements.txt > /dev/null
	@$(COMPILE) $(UPGRADE) --extra dev -c requirements.txt -o requirements-dev.txt > /dev/null

bench-pages: dev-packages ## how fast the pages are
	@$(BIN)/python -m tests.bench.pages

bench-browser: dev-packages ## how heavy and how quick the home page is in a browser
	@$(BIN)/python -m tests.bench.browser

bench-start: dev-packages ## how fast the first and the second start are, and how much memory they take
	@$(BIN)/python -m tests.bench.start

bench-live: dev-packages ## how soon a post reaches 200, 2,000 and 10,000 open browsers
	@$(BIN)/python -m tests.bench.live

bench-search: dev-packages ## how fast things are found among 24,000 and 100,000 documents, and how soon
	@$(BIN)/python -m tests.bench.search

bench-writes: dev-packages ## how fast posts are stored
	@$(BIN)/python -m tests.bench.writes

test-faults: dev-packages ## kill servers, Redis, sockets and workers, spoil the index: is every post there, once, in every open browser, and found? And fifty people press at once
	@$(BIN)/python -m tests.faults.writes
	@$(BIN)/python -m tests.faults.live
	@$(BIN)/python -m tests.faults.search
	@$(BIN)/python -m tests.faults.crowd

venv:
	@test -x $(BIN)/python || { \
		$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' || { \
			echo "Trellis needs Python 3.11.5 or newer, but $(PYTHON) is: $$($(PYTHON) --version 2>&1)." >&2; \
			echo "Name another one: make run PYTHON=python3.12" >&2; exit 1; }; \
		echo "Making a Python environment in $(VENV) …"; $(PYTHON) -m venv $(VENV); }

# A copy of the lock file tells what is installed, so packages are installed only when the lock has changed.
packages: venv
	@$(call install,requirements.txt)

dev-packages: packages
	@$(call install,requirements-dev.txt)

define install
cmp -s $(1) $(VENV)/$(1) || { echo "Installing the packages of $(1) …"; \
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r $(1) && cp $(1) $(VENV)/$(1); }
endef
