# 碳桥 Tanqiao. `make run` and `make test` do all their set-up; `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
export PYTHONUTF8 := 1

.PHONY: help run test check bench lock docs clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(VENV)/.run: requirements.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed and was not found."; exit 1; }
	@echo "Installing the packages of requirements.txt into $(VENV) (first time: a few minutes)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-dev.txt
	@echo "Installing the tools of requirements-dev.txt: test runner, PostgreSQL, linters"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(VENV)/.run ## set up and start the service with demo data (PORT, TANQIAO_VAR, DATABASE_URL, DEMO=0)
	@exec $(BIN)/tanqiao serve

test: $(VENV)/.test ## the whole suite: SQLite, PostgreSQL, browser
	@bash .ci/browser
	@$(BIN)/python -m pytest -n 2 --dist worksteal tests

check: $(VENV)/.test ## format, lint, types, import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/bandit -q -r matcher web embeddings jobs data -c pyproject.toml

bench: $(VENV)/.test ## measure speed and memory; writes docs/reference/benchmarks.md
	@$(BIN)/python -m benchmarks

lock: $(VENV)/.test ## write requirements*.txt from the environment
	@$(BIN)/python .ci/lock.py

docs: $(VENV)/.test ## write docs/reference from the code
	@$(BIN)/tanqiao docs

clean: ## remove the environment and caches, never var/
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
