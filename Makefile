# Two commands on a fresh machine: `make demo` and `make test`. They need Python 3.11 or newer, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ROOMS := stories sources warehouse digest desk flows cli demo

.PHONY: help demo run test check quality bench format clean
.DEFAULT_GOAL := help

help: ## Show what make can do
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.ready ## Serve the bundled sample web on loopback, run a night and a Monday over it
	@$(BIN)/kooste demo

run: $(VENV)/.ready ## Run one night over the shipped registry of real organisations
	@$(BIN)/kooste run

# Three at a time keep two cores busy: some tests wait for servers.
test: $(VENV)/.ready-dev ## Run the test suite
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest -n 3 --dist loadfile

check: $(VENV)/.ready-dev ## Format, lint, types, import contracts, doctests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -q --doctest-modules $(ROOMS)

quality: $(VENV)/.ready-dev ## Measure matching on the bundled set and compare with the floors
	@$(BIN)/python -m bench.quality

bench: $(VENV)/.ready ## CPU seconds of a night over 200 feeds, beside reader and newsboat where they are
	@$(BIN)/python -m bench.crawl $(if $(READER),--reader $(READER))

format: $(VENV)/.ready-dev ## Format and fix what can be fixed
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean: ## Remove the environment and the demo's home
	rm -rf $(VENV) var/demo

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Kooste needs Python 3.11 or newer; name one with make PYTHON=python3.12 …" >&2; exit 2; }
	@echo "Creating $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing Kooste (about a minute) …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing Kooste and its development tools (about a minute) …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.ready
