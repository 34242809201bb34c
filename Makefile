# Every target works from a fresh clone on a machine with Python 3.11+, make and git.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# uv installs faster where it is there; pip does where it is not.
INSTALL = $(if $(shell command -v uv),uv pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet)

.PHONY: help setup run test lint bench docs lock clean

help: ## what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-8s %s\n", $$1, $$2}'

setup: $(READY) ## the virtual environment with everything in it

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("headgate needs Python 3.11 or newer, and $(PYTHON) is " + sys.version.split()[0] + "; name one with: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv $(VENV) || { echo "headgate needs Python's venv module; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

run: setup ## PostgreSQL, demo data, the API and GraphiQL on localhost
	@$(BIN)/headgate up

test: setup ## every check and every test
	@$(BIN)/python -m pytest -n auto

lint: setup ## what test checks of the code's form, quickly
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup ## the benchmarks
	@$(BIN)/python -m pytest tests/benchmarks -n 0 -s

lock: setup ## requirements.lock, from pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --custom-compile-command "make lock" --quiet -o requirements.lock
