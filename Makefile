# On a machine with Python 3.11 or later, git and make: `make check`. `make test` runs the tests as well.

PYTHON ?= python3
TEXTS ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
CORE := $(VENV)/.core
DEV := $(VENV)/.dev

.PHONY: help check build test lint types bench bench-scale clean

help:
	@echo 'make check [TEXTS=folder]  check the dossiers, and that the built package is what they compile to'
	@echo 'make build                 write datapackage/ and schema/dev/ from the dossiers'
	@echo 'make test                  run the tests'
	@echo 'make lint | types | bench  check the format and style, check the types, measure the start'
	@echo 'make bench-scale            measure the validation of large packages'
	@echo 'make clean                 remove what these made'

check: $(CORE)
	$(BIN)/overseas check $(if $(TEXTS),--texts $(TEXTS))

build: $(CORE)
	$(BIN)/overseas build

test: $(DEV)
	$(BIN)/python -m pytest -n 2 -rs

lint: $(DEV)
	$(BIN)/ruff format --check
	$(BIN)/ruff check

types: $(DEV)
	$(BIN)/mypy

bench: $(CORE)
	$(BIN)/python tests/bench/startup.py

bench-scale: $(DEV)
	$(BIN)/python tests/bench/scale.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find validators tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	$(PYTHON) -m venv $(VENV)

# `pip install --group` came with pip 25.1.
$(CORE): pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --upgrade 'pip>=25.1'
	$(PIP) -c constraints.txt -e '.[texts]'
	@touch $@

$(DEV): $(CORE)
	$(PIP) -c constraints.txt --group dev
	@touch $@
