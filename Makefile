# make run    the app, on this machine's SQLite      make test    everything a change must pass
# Both set up all they need in .venv, from the pinned requirements; `make help` lists the rest.
# Settings (BEFORE_FORCE_*) are read from the environment and pass through.

PYTHON ?= python3
HOST   ?= 127.0.0.1
PORT   ?= 5000

VENV    := .venv
PY      := $(VENV)/bin/python
# Touched when an installation has finished; older than the requirements, it is done again.
RUNTIME := $(VENV)/.runtime-installed
DEV     := $(VENV)/.dev-installed

PIP     := $(PY) -m pip --disable-pip-version-check --no-input -qq install --require-hashes
LOCK    := $(PY) -m uv pip compile --quiet --no-config --universal --python-version 3.11 \
           --generate-hashes --no-header --no-emit-index-url $(if $(UPGRADE),--upgrade)

# Tests share the machine's processors, but for the slow ones: some of them watch the clock.
BOTH    := --numprocesses auto --dist worksteal

# A .venv whose Python has since left the machine counts as not installed.
$(shell $(PY) -c '' 2>/dev/null || rm -f $(RUNTIME) $(DEV))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-all bench readability drill try-deploy lint lock build clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUNTIME) ## Serve the app (PORT=5000; HOST=0.0.0.0 for a class on the same network)
	@$(PY) -m webapp serve --host $(HOST) --port $(PORT)

test: lint ## Check the code, its types, imports and templates, then run the tests
	@echo "Tests"
	@$(PY) -m pytest $(BOTH) -m "not slow and not browser"
	@echo "Tests in a browser"
	@$(PY) -m pytest $(BOTH) -m "browser and not slow"

test-all: $(DEV) ## Run what `make test` leaves out: the slow tests, and the others on PostgreSQL 16 and 18
	@echo "Slow tests"
	@$(PY) -m pytest -m slow
	@echo "PostgreSQL 16"
	@$(PY) -m pytest $(BOTH) -m "not slow and not browser" --database postgresql16
	@echo "PostgreSQL 18"
	@$(PY) -m pytest $(BOTH) -m "not slow and not browser" --database postgresql18

bench: $(DEV) ## Measure the app, beside its floor; tests/bench/README.md says how to read it (PARTS="growth ...")
	@$(PY) -m tests.bench $(PARTS)

readability: $(DEV) ## Say how old a reader each page needs, hardest first
	@$(PY) -m tests.readability

drill: $(DEV) ## Break servers, disks and databases while people write, and compare what was acknowledged with what is stored
	@$(PY) -m tests.drills

try-deploy: $(DEV) ## Try the set-ups of deploy/ as written, in a network of its own (root; apt install nginx-light caddy systemd-container)
	@$(PY) -m tests.deploy

lint: $(DEV) ## Check the code, its types, imports and templates
	@echo "Code"
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --quiet --diff .
	@echo "Types"
	@$(PY) -m mypy
	@echo "Imports"
	@$(VENV)/bin/lint-imports --no-logo
	@echo "Templates"
	@$(PY) -m djlint --lint --quiet templates

lock: $(DEV) ## Pin the requirements in pyproject.toml again (UPGRADE=1: at their newest)
	@$(LOCK) pyproject.toml -o requirements.txt
	@$(LOCK) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	@$(LOCK) --group wapiti -o requirements-wapiti.txt

build: $(DEV) ## Build the source archive and the wheel in dist/
	@$(PY) -m build --no-isolation --outdir dist

clean: ## Remove what was built and cached; .venv and the saved worksheets stay
	@rm -rf dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find webapp tests -name __pycache__ -type d -prune -exec rm -rf {} +

# $(call install,a requirements file,what it is for)
define install
@command -v $(PYTHON) >/dev/null || \
	{ echo "Before Force needs Python 3.11 or newer, and there is no $(PYTHON) here."; exit 1; }
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "Before Force needs Python 3.11 or newer. This is $$($(PYTHON) --version);" \
	  "name a newer one like this: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	{ echo "This Python lacks its venv module. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
@$(PY) -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	{ echo "Making .venv"; $(PYTHON) -m venv --clear $(VENV); }
@echo "Installing $(2) into .venv (once; some seconds to some minutes)"
@$(PIP) -r $(1) || \
	{ echo "The installation stopped. It needs the internet, this once; then run make again."; exit 1; }
endef

$(RUNTIME): requirements.txt
	$(call install,requirements.txt,what the app needs)
	@touch $@

$(DEV): requirements-dev.txt
	$(call install,requirements-dev.txt,what the app and its tests need)
	@touch $(RUNTIME) $@
