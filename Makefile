# On a machine with Python 3.11 or later, git and make: `make check`. `make test` runs the tests as well.

PYTHON ?= python3
TEXTS ?=
PENDING ?=
VENV := .venv
PACKAGE := validators/overseas_stations
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
CORE := $(VENV)/.core
DEV := $(VENV)/.dev

BENCH := $(VENV)/.bench
IN_BROWSER := $(VENV)/.browser
VERIFY := $(VENV)/.verify
FTM := $(VENV)/ftm/.installed
LOWEST := $(VENV)/lowest
EXTRAS ?= texts,fetch-pdf,excel,pandas,duckdb,testing
LOWEST_TESTS ?= tests/web $(addprefix tests/test_,$(addsuffix .py,agreement cli dates_in_docs drafting engines exports lookups page_store \
	pages reading reports verifying views))
CHECKS ?= bash .ci/run
SCRIPTS = $(wildcard validators/overseas_stations/explorer/assets/*.js)
UP_TO ?= 1e7

.PHONY: help check build ledger pictures test test-long lowest lint types coverage hooks bench bench-start bench-dossiers screenshot site vendor verify release clean

help:
	@echo 'make check [TEXTS=folder] [PENDING=1]'
	@echo '                           check the dossiers, and that the built package is what they compile to'
	@echo 'make build                 write datapackage/ and schema/dev/ from the dossiers'
	@echo 'make test                  run the tests, but for the long ones: some of every kind, in a few minutes'
	@echo 'make test-long             run the long tests: installs, releases, a Spark cluster, the type checker'
	@echo 'make lowest                run tests of what libraries do with the lowest version of each that pyproject.toml admits'
	@echo 'make coverage              measure how much of the code the quick tests run, and hold it against the floor'
	@echo 'make verify                by hand: coverage, and every format in programs that are not ours; downloads some (docs/metadata.md)'
	@echo 'make pictures              draw the pictures of the README anew, before a release'
	@echo 'make screenshot            take the picture of the site in the README anew; needs Chromium'
	@echo 'make site                  write the site of the data to build/site, in all languages'
	@echo 'make vendor                write the files of others that the package carries from their pinned versions; needs Node with npm'
	@echo 'make ledger                write the ledger of the version to come, before a release'
	@echo 'make release               make a release in dist/ from what is committed; uploads nothing'
	@echo 'make hooks                 have git check each commit: format, style, types, dossiers'
	@echo 'make lint | types          check the format and style, check the types'
	@echo 'make bench [UP_TO=1e6]     measure large packages beside other validators; whole, it writes docs/benchmark.md'
	@echo 'make bench-start           measure how long a command takes to start'
	@echo 'make bench-dossiers        measure what checks of up to 15,000 dossiers cost; it writes docs/dossiers.md'
	@echo 'make clean                 remove what these made'

check: $(CORE)
	$(BIN)/overseas check $(if $(PENDING),--pending) $(if $(TEXTS),--texts $(TEXTS))

build: $(CORE)
	$(BIN)/overseas build

test: $(DEV)
	$(BIN)/python -m pytest -n 2 -rs -m 'not long and not verify'

# Chromium is found where OVERSEAS_CHROMIUM says, or on the PATH; without it the tests in a browser are skipped.
test-long: $(DEV) $(IN_BROWSER)
	$(BIN)/python -m pytest -n 2 -rs -m long

# Of what is asked for directly the lowest, of what that needs the newest, as an old project gets them.
lowest: $(DEV)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(LOWEST)
	$(BIN)/uv pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct -e '.[$(EXTRAS)]'
	$(BIN)/uv pip freeze --quiet --exclude-editable --python $(LOWEST)/bin/python > $(LOWEST)/lowest.txt
	$(BIN)/uv pip install --quiet --python $(LOWEST)/bin/python -c $(LOWEST)/lowest.txt --group lowest
	cat $(LOWEST)/lowest.txt
	$(LOWEST)/bin/python -m pytest -n 2 -rs -m 'not long and not verify' $(LOWEST_TESTS)

lint: $(DEV)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	if command -v node >/dev/null; then for each in $(SCRIPTS); do node --check $$each || exit 1; done; fi

types: $(DEV)
	$(BIN)/mypy

# Tracing makes the tests half as long again, so that `make test` does without.
coverage: $(DEV)
	$(BIN)/python -m pytest -n 2 -rs -m 'not long and not verify' --cov --cov-report=term

hooks: $(DEV)
	$(BIN)/pre-commit install

# LibreOffice, R with RSQLite, pandoc, biber, Node with npm, a C compiler and the headers of ICU must be there; DCAT_AP_SHAPES names a copy of the shapes
# of DCAT-AP, which no index has.
verify: $(DEV) $(VERIFY) $(FTM) coverage
	$(BIN)/python -m pytest -n 2 -rs -m verify
	$(BIN)/python tests/verify_exports/run.py
	$(BIN)/python tests/verify_exports/verify_reports.py --fetch
	$(BIN)/python tests/verify_exports/verify_metadata.py --venv $(VENV)/verify --make-venv

# The pictures of the README show the data of a release, so that no dossier changes them.
pictures: $(CORE)
	$(BIN)/overseas export package --out build/pictures
	mkdir -p docs/pictures
	cp build/pictures/datapackage/pictures/*.svg docs/pictures/

# Of the site, in a browser; see tests/take_screenshot.py.
screenshot: $(DEV)
	$(BIN)/python tests/take_screenshot.py

site: $(CORE)
	$(BIN)/overseas site --out build/site --languages all

# npm refuses what has another integrity than the lock file says; where no version was raised, no byte changes.
vendor:
	mkdir -p build/vendor
	cp tools/vendor/* build/vendor/
	npm ci --prefix build/vendor --ignore-scripts --no-audit --no-fund
	node build/vendor/copy.mjs $(PACKAGE)/vendor $(PACKAGE)/forms/codes/countries.csv tests/projected.csv

ledger: $(CORE)
	$(BIN)/overseas ledger

release: $(DEV)
	CHECKS='$(CHECKS)' bash .ci/release

bench: $(BENCH)
	$(BIN)/python benchmarks/scale.py --up-to $(UP_TO) --write docs

bench-start: $(CORE)
	$(BIN)/python benchmarks/startup.py

bench-dossiers: $(BENCH)
	$(BIN)/python benchmarks/dossiers.py $(VENV)/.dossiers --measure 3 --write docs

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

$(IN_BROWSER): $(DEV)
	$(PIP) -c constraints.txt --group browser
	@touch $@

$(VERIFY): $(DEV)
	$(PIP) -c constraints.txt --group verify
	@touch $@

$(FTM): $(CORE)
	$(BIN)/python -m venv $(VENV)/ftm
	$(VENV)/ftm/bin/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(VENV)/ftm/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group ftm
	@touch $@

$(BENCH): $(CORE)
	$(PIP) -c constraints.txt --group bench
	@touch $@
