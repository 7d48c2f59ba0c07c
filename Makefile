# The same targets for people and for CI. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PYTHON ?= python3
# The environment's own uv; one on the PATH serves an environment that was made without pip.
UV = $$(test -x $(BIN)/uv && echo $(BIN)/uv || command -v uv || echo $(BIN)/uv)

.PHONY: help setup refresh test check lint types sql bench dev docs clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) ## Install everything into .venv

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python >= 3.11 is needed, found " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(UV) --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@echo "Installing the locked packages …"
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) pip install --quiet --require-hashes -r requirements.lock
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) pip install --quiet --no-deps --editable .
	@touch $@

refresh: $(STAMP) ## Main job: archive, read, validate, build and publish everything under raw/
	@$(BIN)/thads refresh

test: $(STAMP) ## All tests, the fast ones first
	@$(BIN)/pytest -n auto --dist worksteal -m "not slow"
	@$(BIN)/pytest -n auto --dist worksteal -m slow

check: $(STAMP) lint types sql ## Lint, types and SQL style

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(STAMP)
	@$(BIN)/mypy

sql: $(STAMP)
	@$(BIN)/sqlfluff lint --disable-progress-bar --processes 2 dbt_project/models expectations/sql expectations/prepare

bench: $(STAMP) ## Measure speed beside the raw limits
	@$(BIN)/python -m bench

dev: $(STAMP) ## Dagster UI
	@home="$${THADS_HOME:-$(CURDIR)/var}/dagster"; mkdir -p "$$home" && PATH="$(CURDIR)/$(BIN):$$PATH" DAGSTER_HOME="$$home" $(BIN)/dagster dev -w workspace.yaml

docs: $(STAMP) ## Regenerate docs/reference
	@$(BIN)/thads docs

clean: ## Remove the environment and caches, never var/
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache dbt_project/target
