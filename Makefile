# Few verbs. `make assess REPO=path` and `make check` do all the set-up they need.
SHELL := /bin/bash
PY := .venv/bin/python
REPO ?= .
REPORT ?= sammeter-report.html

.PHONY: assess check self test lint types contracts docs bench data clean browser

# ---- set-up: a virtual environment that also works where Debian's Python has no ensurepip
.venv/ready: constraints.txt pyproject.toml
	@python3 -m venv .venv 2>/dev/null || { rm -rf .venv && python3 -m venv --without-pip .venv; }
	@$(PY) -m pip --version >/dev/null 2>&1 || python3 -m pip --python $(PY) install -q --disable-pip-version-check pip
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r constraints.txt
	@$(PY) -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

assess: .venv/ready
	@.venv/bin/sammeter assess "$(REPO)" --facts .venv/facts.jsonl
	@printf '\nreport: ' >&2; .venv/bin/sammeter assess --replay .venv/facts.jsonl --format html -o "$(REPORT)"

# ---- check is what CI runs
check: lint types contracts docs test self

lint: .venv/ready
	@.venv/bin/ruff check src tests bench
	@.venv/bin/ruff format --check src tests bench
	@$(PY) -m sammeter.data.compile --check

types: .venv/ready
	@.venv/bin/mypy

contracts: .venv/ready
	@.venv/bin/lint-imports

docs: .venv/ready
	@$(PY) -m pytest -q tests/docs

test: .venv/ready browser
	@$(PY) -m pytest -q -n auto --ignore tests/docs --junitxml .venv/reports/tests.xml

# what we ask of ourselves: our own check, with a policy of our own
self: .venv/ready
	@.venv/bin/sammeter check build . --policy .ci/policy.yaml --evidence .venv/reports

# a browser and an office for the tests that open pages and workbooks: CI installs them, a user's machine may skip
browser:
	@if [ "$$CI" = true ] && [ "$$(id -u)" = 0 ] && ! { command -v chromium && command -v soffice && command -v gpg && command -v ssh-keygen; } >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium libreoffice-calc-nogui gnupg openssh-client >/dev/null; fi

data: .venv/ready
	@$(PY) -m sammeter.data.compile
	@$(PY) -m sammeter.collect.index

# make bench REPOS="path path" [ROUNDS=5] [TOOLS=1: other people's tools beside] [WRITE=1: table and chart into docs/]
ROUNDS ?= 5
bench: .venv/ready
	@$(PY) bench/assess.py --rounds $(ROUNDS) $(if $(TOOLS),--tools) $(if $(WRITE),--write) $(REPOS)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
