# Everything a newcomer needs; `make` alone lists it. Needs make and Python 3.11 or later, nothing else, for
# setup, demo, test, lint and bench. What needs more says so and fails.

VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest
JOBS ?= 2
HISTORIES ?= 20000
KILLS ?= 40
RUNS ?= 1000
SEED ?= 0
CHROMIUM ?= /usr/bin/chromium
INTEROP := tests/interop

# Tests start many processes: none compiles anew what another has compiled.
unexport PYTHONDONTWRITEBYTECODE

# The first interpreter that is recent enough and can make virtual environments; `make PYTHON=... setup` overrides.
CAN_BUILD := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for one in python3.11 python3 python3.12 python3.13 python3.14 python; do \
	if "$$one" -c '$(CAN_BUILD)' >/dev/null 2>&1; then echo "$$one"; break; fi; done)

MINUTES ?= 30
SIZES ?= 100,1000
SAMPLES ?= 20
ONLY ?= throughput,workers,latency,idle
WINDOW ?= 40
SHARED ?= 5000
RECORDS ?= 500
MAILBOXES ?= 1000
WORKERS ?= 2
REPS ?= 50000
KEEP ?=

.PHONY: help setup demo test crash soak browser pictures interop lint fuzz mutants simulate bench bench-pages bench-service lock clean
.DEFAULT_GOAL := help

help:
	@echo 'make setup     make .venv with .venv/bin/syncline in it'
	@echo 'make demo      sync made-up people between local servers, with a status page'
	@echo 'make test      all tests that need nothing but PyPI'
	@echo 'make crash     kill -9 under load: KILLS=40 SEED=0'
	@echo 'make soak      the service for a while, with everything that goes wrong: MINUTES=30 MAILBOXES=1000 SEED=0 WORKERS=2'
	@echo 'make browser   tests of the pages in a real browser (needs Chromium)'
	@echo 'make pictures  the README'\''s pictures anew, taken by the browser that walks the guide'
	@echo 'make interop   tests with clients by others that are large or in other languages (needs Node)'
	@echo 'make lint      ruff, mypy, import-linter'
	@echo 'make fuzz      random histories of the planner: HISTORIES=20000 SEED=0'
	@echo 'make simulate  RUNS=n SEED=s: random histories of people and troubles, against every promise'
	@echo 'make mutants   each defence taken out: the tests named for it must fail'
	@echo 'make bench     counts and ratios'
	@echo 'make bench-pages   every page with 50 reps and with many: REPS=50000 SAMPLES=20 KEEP=folder (keeps what was seeded)'
	@echo 'make bench-service   figures of the service, and docs/images/scale.svg: ONLY=throughput,workers,latency,idle'
	@echo '                     SIZES=100,1000 MAILBOXES=1000 SAMPLES=20 SHARED=5000 RECORDS=500 WINDOW=40'
	@echo 'make lock      write requirements.lock anew from pyproject.toml'
	@echo 'make clean     remove what the targets above made'

setup: $(VENV)/.installed $(VENV)/.referees

# A stamp stands for a finished step, so that a second run takes no time and an interrupted one starts over.
$(VENV)/.made: Makefile
	@if [ -z "$(PYTHON)" ]; then \
		echo 'Syncline needs Python 3.11 or later that can make virtual environments, and found none.'; \
		echo 'Install it (Debian, Ubuntu: apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3.11 setup'; \
		exit 1; fi >&2
	$(PYTHON) -c '$(CAN_BUILD)' || { echo '$(PYTHON) is older than 3.11, or lacks venv' >&2; exit 1; }
	$(BIN)/python -c '$(CAN_BUILD)' >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.locked: requirements.lock $(VENV)/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.installed: pyproject.toml $(VENV)/.locked
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.referees: tools/referees.py $(VENV)/.locked
	$(BIN)/python tools/referees.py
	@touch $@

demo: setup
	@echo 'The status page will be at http://127.0.0.1:8000/ as soon as all is in step. Ctrl-C ends the demonstration.'
	$(BIN)/syncline demo

test: setup
	$(PYTEST) -m 'not browser and not interop' -n $(JOBS)

crash: setup
	$(BIN)/python -m tests.acceptance.crash --kills $(KILLS) --seed $(SEED)

soak: setup
	$(BIN)/python -m tests.acceptance.soak --minutes $(MINUTES) --mailboxes $(MAILBOXES) --seed $(SEED) --workers $(WORKERS)

browser: setup
	@if [ ! -x '$(CHROMIUM)' ]; then \
		echo 'make browser needs Chromium at $(CHROMIUM), and it is not there.'; \
		echo 'Install it (Debian: apt-get install chromium), or name it: make CHROMIUM=/path/to/chromium browser'; \
		exit 1; fi >&2
	CHROMIUM='$(CHROMIUM)' $(PYTEST) -m browser

pictures: setup
	PICTURES=docs/images CHROMIUM='$(CHROMIUM)' $(PYTEST) -m browser tests/browser/test_walk.py

interop: setup $(INTEROP)/node_modules/.installed $(INTEROP)/.venv/.installed
	$(BIN)/python tools/graph_description.py
	$(PYTEST) -m interop

# Microsoft's libraries and mitmproxy are large: they have an environment of their own.
$(INTEROP)/.venv/.installed: $(INTEROP)/requirements.txt $(VENV)/.made
	$(BIN)/python -m venv --clear $(INTEROP)/.venv
	$(INTEROP)/.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(INTEROP)/node_modules/.installed: $(INTEROP)/package-lock.json
	@if ! node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' 2>/dev/null || ! command -v npm >/dev/null; then \
		echo 'make interop needs Node 18 or later, with npm, and it is not there.'; \
		echo 'Install it (Debian: apt-get install nodejs npm), then try again.'; \
		exit 1; fi >&2
	npm ci --prefix $(INTEROP) --ignore-scripts --no-audit --no-fund
	@touch $@

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

mutants: setup
	$(BIN)/python tools/mutants.py

fuzz: setup
	$(BIN)/python -m tests.fuzz --histories $(HISTORIES) --seed $(SEED)

bench: setup
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.pages --reps 2000 --samples 5

bench-pages: setup
	$(BIN)/python -m benchmarks.pages --reps $(REPS) --samples $(SAMPLES) $(if $(KEEP),--keep $(KEEP))

bench-service: setup
	$(BIN)/python -m benchmarks.service --only $(ONLY) --sizes $(SIZES) --window $(WINDOW) --mailboxes $(MAILBOXES) \
		--samples $(SAMPLES) --shared $(SHARED) --records $(RECORDS)

simulate: setup
	$(BIN)/python -m tests.simulation $(RUNS) $(SEED)

lock: setup
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --quiet -o requirements.lock

clean:
	rm -rf $(VENV) .referees .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
	rm -rf $(INTEROP)/node_modules $(INTEROP)/.venv
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
