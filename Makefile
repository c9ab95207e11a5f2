# make run   opens the desk
# make test  passes the tests
# Both need Python 3.11 or newer (with venv) and make, nothing else.
FITS = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(or $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c '$(FITS)' >/dev/null 2>&1 && echo $$p && break; done),python3)
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
WANTED = pyproject.toml constraints.txt

# An environment whose Python has gone (a system upgrade, a moved folder) is made anew.
GONE := $(shell test ! -e $(VENV)/.made || $(BIN)/python -c '' 2>/dev/null || \
	rm -f $(VENV)/.made $(VENV)/.installed $(VENV)/.installed-dev)

.PHONY: run test stories pictures bench torture lint wheel clean

run: $(VENV)/.installed
	@$(BIN)/agentdesk

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q -n 3 --maxschedchunk 1

# Thirty cases, hours of calls and a whole day by keys on real terminals; every hostile text in
# every place.
stories: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q -n 3 --maxschedchunk 1 -m story

# The pictures of the README, drawn by the program.
pictures: $(VENV)/.installed-dev
	$(BIN)/python docs/pictures.py

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks

torture: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q -m torture --timeout 3600

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel: $(VENV)/.installed-dev
	$(BIN)/python -m build --wheel --no-isolation

# Installed anew whenever what is needed has changed.
$(VENV)/.installed: $(WANTED) | $(VENV)/.made
	@echo "Installing agentdesk into $(VENV) (once, it takes a minute)…"
	@$(PIP) -e .
	@touch $@

$(VENV)/.installed-dev: $(WANTED) | $(VENV)/.made
	@echo "Installing agentdesk and its tools into $(VENV) (once, it takes a minute)…"
	@$(PIP) -e ".[dev]"
	@touch $@ $(VENV)/.installed

$(VENV)/.made:
	@$(PYTHON) -c '$(FITS)' >/dev/null 2>&1 || { \
	  echo "agentdesk needs Python 3.11 or newer, and $(PYTHON) is not."; \
	  echo "Install one, or name it: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || \
	  $(PYTHON) -m venv --clear $(VENV) >/dev/null 2>&1 || { \
	  echo "$(PYTHON) cannot make a virtual environment in $(VENV)."; \
	  echo "On Debian and Ubuntu install python3-venv, then say it again."; exit 2; }
	@touch $@

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
