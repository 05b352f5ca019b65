# Two commands do everything: `make run` and `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.PHONY: run test check format lock clean train bench bench-page screenshots evaluate compare install install-dev help

export RASA_TELEMETRY_ENABLED := false
PY := .venv/bin/python
NO_PYTHON := Python 3.10 is needed and was not found: install it as python3.10, with pyenv (pyenv install 3.10), or install uv.

help:
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: install ## install, load the knowledge, train if needed, start, print the address
	@exec .venv/bin/terugwijzer run

test: install-dev ## all tests
	@$(PY) -m pytest -n 2 --dist loadgroup && echo "All tests passed."

check: install-dev ## linters, types and content
	@$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy && .venv/bin/terugwijzer knowledge check

format: install-dev ## put the code in its standard form
	@$(PY) -m ruff check --fix-only -q . ; $(PY) -m ruff format -q .

bench: install ## measure speed against a baseline in the same run
	@$(PY) -m bench.knowledge && $(PY) -m bench.plans

bench-page: install-dev train ## weigh the pages and the widget in Chromium; writes docs/gewicht.md (needs npm)
	@$(PY) -m bench.page_weight

evaluate: train ## measure understanding on the blind questions; writes docs/begrijpen/rapport.md
	@$(PY) -W ignore -m bench.understanding

URL ?= http://127.0.0.1:8080
screenshots: install-dev ## pictures of the running guide for the README, in docs/schermen
	@$(PY) -m bench.screenshots $(URL)

EPOCHS ?= 100
compare: install ## our understanding beside Rasa's default pipeline (hours with Rasa's 100 epochs)
	@$(PY) -W ignore -m bench.default_pipeline --epochs $(EPOCHS)

train: install ## train the model if anything changed
	@.venv/bin/terugwijzer train

install: .venv/installed
install-dev: .venv/installed-dev

# Never another Python: 3.10 itself, pyenv's (through .python-version), or the one that uv supplies.
.venv/made: .python-version
	@if python3.10 -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null; then \
	  python3.10 -m venv --clear .venv; \
	elif command -v uv >/dev/null; then \
	  uv venv --python 3.10 --seed --clear .venv; \
	else \
	  echo "$(NO_PYTHON)" >&2; exit 1; \
	fi
	@touch $@

# Byte-compiling makes every start three times as fast. The .pth file keeps Rasa's telemetry off for
# whoever calls `rasa` from this environment.
.venv/installed: .venv/made requirements.txt pyproject.toml
	@echo "Installing (a few minutes the first time) …"
	@$(PY) -m pip install -qq --disable-pip-version-check "pip==24.3.1" "setuptools==69.5.1" "wheel==0.45.1"
	@$(PY) -m pip install -qq --disable-pip-version-check --no-compile -r requirements.txt
	@$(PY) -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@echo "import os; os.environ.setdefault('RASA_TELEMETRY_ENABLED', 'false')" > $$($(PY) -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')/no_telemetry.pth
	@$(PY) -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 || true
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	@$(PY) -m pip install -qq --disable-pip-version-check -r requirements-dev.txt
	@touch $@

lock: ## pin every version again after a change in requirements*.in
	@rm -rf .venv/lock && python3.10 -m venv .venv/lock
	@.venv/lock/bin/pip install -q "pip==24.3.1" "setuptools==69.5.1" "wheel==0.45.1"
	@.venv/lock/bin/pip install -q -r requirements.in && .venv/lock/bin/pip freeze > requirements.txt
	@.venv/lock/bin/pip install -q -c requirements.txt -r requirements-dev.in
	@(echo "-r requirements.txt"; .venv/lock/bin/pip freeze | grep -v -x -F -f requirements.txt) > requirements-dev.txt
	@rm -rf .venv/lock && echo "Locked."

clean: ## remove everything that was made: environment, models, databases, logs
	@rm -rf .venv models var .rasa .pytest_cache .mypy_cache .ruff_cache *.egg-info && echo "Clean."
