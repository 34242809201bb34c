# Every target works from a fresh clone on a machine with Python 3.11+, make and git.
#
# PYTHON=python3.12 names an interpreter; ARGS="--port 9000" goes to what the target runs.

BIN := .venv/bin

.PHONY: help setup run test lint equality bench docs lock

help: ## what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-8s %s\n", $$1, $$2}'

setup: ## the virtual environment with everything in it
	@PYTHON='$(PYTHON)' .ci/setup

run: setup ## PostgreSQL, demo data, the API and GraphiQL on localhost
	@$(BIN)/headgate up $(ARGS)

test: setup ## every check and every test
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 $(ARGS)

lint: setup ## the checks of the code's form alone
	@$(BIN)/python -m pytest --quiet tests/house $(ARGS)

equality: setup ## compiled answers against interpreted ones; OPERATIONS=50000 DOCUMENTS=10000
	@EQUALITY_OPERATIONS=$(or $(OPERATIONS),50000) EQUALITY_DOCUMENTS=$(or $(DOCUMENTS),10000) \
	  $(BIN)/python -m pytest tests/api/equality --numprocesses auto --maxprocesses 8 $(ARGS)

bench: setup ## the benchmarks
	@$(BIN)/python -m pytest tests/benchmarks --numprocesses 0 --capture no $(ARGS)

docs: setup ## the pages that are generated from the code
	@$(BIN)/python -m lint.docs

lock: setup ## requirements.lock, from pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" --quiet --output-file requirements.lock
