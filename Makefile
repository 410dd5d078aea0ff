# Two commands do everything on a fresh machine with only python3 and make:
#   make run    the main job: the Prefect flow on examples/inbox
#   make test   the test suite
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: quality docs setup run up down status stop test check clean
.DEFAULT_GOAL := help

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.installed  ## environment in .venv from requirements.lock

$(VENV)/.installed: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing the locked environment into $(VENV) (once, about a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

INBOX ?= examples/inbox
WAREHOUSE ?= examples/warehouse

run: setup  ## the Prefect flow on examples/inbox (INBOX=... WAREHOUSE=...); starts a server when none is up
	@$(BIN)/python -m flows.run --inbox "$(INBOX)" --warehouse "$(WAREHOUSE)"

up: setup  ## the service: server, deployments, schedule and worker, in the background
	@$(BIN)/python -m flows.service up

down: setup  ## stop the service, after the runs at work
	@$(BIN)/python -m flows.service down

status: setup  ## what of the service runs, and where
	@$(BIN)/python -m flows.service status

stop: setup  ## stop server and worker without waiting for runs at work
	@$(BIN)/python -m flows.service down --drain-seconds 0

test: setup  ## the whole test suite (real DuckDB files, a real Prefect server, a real browser)
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

stress: setup  ## the long forms of the crash and load tests
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -m stress --timeout 3600

# Labelled data beside the checkout, with its scorers; when there is none, only our own pages are measured.
LABELLED ?= ../shared

quality: setup  ## cleaning and deduplication on labelled data: floors of tests/quality, scores of LABELLED=...
	@$(BIN)/python tests/quality/gate.py
	@$(BIN)/python benchmarks/scores.py --labelled "$(LABELLED)"

docs: setup  ## rewrite what README.md and the data dictionary show
	@$(BIN)/python docs/refresh.py

check: setup  ## architecture, style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
