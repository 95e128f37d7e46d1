# Waymark's front door: `make run` and `make test` need Python 3.11 or newer, make, and nothing else.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.SUFFIXES:

PORT ?= 8000
# Links in the API are made from this, never from what a browser says.
PUBLIC_URL ?= http://127.0.0.1:$(PORT)
DJANGO_SETTINGS_MODULE ?= cms.settings.dev
export PUBLIC_URL
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUNBUFFERED := 1

PYTHON := .venv/bin/python
# What is given to pytest beside "everything": make test PYTEST_ARGS="-k ballot -x"
PYTEST_ARGS ?=
# How many run side by side, each with a database of its own.
WORKERS ?= 2

.PHONY: help
help: ## Show what can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 16

.PHONY: run
run: .venv/ready-to-run ## Start Waymark at http://127.0.0.1:8000 (PORT= changes it), with demo content
	@export DJANGO_SETTINGS_MODULE=$(DJANGO_SETTINGS_MODULE) && \
	$(PYTHON) manage.py move_in && \
	exec $(PYTHON) -m cms.serving --port $(PORT)

.PHONY: test
test: .venv/ready-to-test ## Run every test there is; says at the end what it left out
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
	TMPDIR="$$scratch" VAR_DIR="$$scratch/var" $(PYTHON) -m pytest --create-db -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

.PHONY: setup
setup: .venv/ready-to-test ## Install everything into .venv/ and do no more

# Nothing here needs a database: the one in var/ is neither read nor made.
.PHONY: check
check: export DJANGO_SETTINGS_MODULE := cms.settings.test
check: .venv/ready-to-test ## Look at the code without running it: style, types, who imports whom, migrations, the lists of guards and mutants
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && export DATABASE_URL="sqlite:///$$scratch/empty.sqlite3" && \
	.venv/bin/ruff check . && \
	.venv/bin/ruff format --check . && \
	.venv/bin/mypy . && \
	.venv/bin/lint-imports && \
	$(PYTHON) manage.py makemigrations --check --dry-run && \
	$(PYTHON) manage.py check && \
	$(PYTHON) -m pytest -q --no-header -p no:warnings -k "stands_where_the_list_says or still_stands_in_its_file" \
		tests/test_guards.py tests/test_mutants.py && \
	$(MAKE) --no-print-directory check-contract

# docs/openapi.json by other people's rules. They run on Node.js, which nothing else here needs.
CONTRACT_TOOLS := tests/contract/tools
.PHONY: check-contract
check-contract:
	@if ! command -v npm >/dev/null; then \
		echo "Left out: the contract's linters need Node.js (the nodejs and npm packages)."; \
		test -z "$${CI:-}"; \
	else \
		cd $(CONTRACT_TOOLS) && { [ -x node_modules/.bin/redocly ] || npm ci --silent; } && \
		npx --no-install redocly lint --config redocly.yaml ../../../docs/openapi.json && \
		npx --no-install spectral lint --ruleset .spectral.yaml --fail-severity hint ../../../docs/openapi.json; \
	fi

.PHONY: bench
bench: .venv/ready-to-test ## Measure us beside stock Wagtail (BENCH_ITEMS=, BENCH_ROUNDS= shorten it): docs/benchmarks.md
	@$(PYTHON) -m benchmarks

.PHONY: guards
guards: .venv/ready-to-test ## Take each guard away in turn and see that its test notices
	@$(PYTHON) tests/guards.py $(WORKERS)

# FILES="moderation/ballots.py" asks about these alone; MUTANTS="--help" shows what else can be said. The first time it
# watches every test that it may ask, and remembers that in var/mutants/.
FILES ?=
MUTANTS ?=
.PHONY: mutants
mutants: .venv/ready-to-test ## Change our rules a little, change by change, and see that a test notices: docs/mutation.md
	@$(PYTHON) -m tests.mutants $(FILES) $(MUTANTS)

# The same ones each time, from rules whose tests take milliseconds.
.PHONY: mutants-sample
mutants-sample: .venv/ready-to-test
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
	TMPDIR="$$scratch" VAR_DIR="$$scratch/var" $(PYTHON) -m tests.mutants --sample 60

.PHONY: figures
figures: .venv/ready-to-test ## Count how the code is laid out: modules, depth, names that stand twice
	@$(PYTHON) -m tests.code_figures

.PHONY: clean
clean: ## Throw away .venv/ and var/: the database, the pictures and all you wrote in them
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Files without content that remember when something was done, so that the second time takes seconds.

.venv/ready-to-run: requirements.txt .venv/made
	@echo "Installing what Waymark needs (a minute or two, once) …"
	@$(PYTHON) -m pip install --quiet --no-input -r requirements.txt
	@touch $@

.venv/ready-to-test: requirements-dev.txt requirements.txt .venv/made
	@echo "Installing what Waymark and its tests need (a minute or two, once) …"
	@$(PYTHON) -m pip install --quiet --no-input -r requirements-dev.txt
	@touch $@ .venv/ready-to-run

# The first of these that is new enough and can make virtual environments.
.venv/made:
	@for python in python3.11 python3.12 python3.13 python3.14 python3; do \
		if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found="$$python"; break; fi; \
	done; \
	if [ -z "$${found:-}" ]; then \
		echo "Waymark needs Python 3.11 or newer, and could not find one that can make virtual environments."; \
		echo "From https://www.python.org/downloads/ or, on Debian and Ubuntu: sudo apt install python3 python3-venv"; \
		exit 1; \
	fi; \
	echo "Making .venv/ with $$("$$found" --version) …"; \
	"$$found" -m venv --clear .venv
	@touch $@
