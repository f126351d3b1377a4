# multipole: every command a developer or a reader needs. `make help` lists them.

VENV := .venv
BIN := $(VENV)/bin
CANDIDATES := $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14 python
MULTIPOLE_SHARED ?= ../shared
export MULTIPOLE_SHARED
REPORTS := $(MULTIPOLE_SHARED)/data/reports
GOLD := $(MULTIPOLE_SHARED)/data/gold
FLOORS := quality/floors.json
DATASET ?= reports
WORKERS ?= 2
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore $(BIN)/python -m pip --quiet --quiet
CODE := src tests benchmarks docs quality
SOURCES := $(shell find src -name '*.py' -o -name '*.csv' -o -name '*.json' -o -name '*.html' -o -name '*.css' -o -name '*.js' -o -name '*.j2' -o -name '*.md')
EXAMPLES := $(wildcard examples/* examples-records/*)
RECORDS := examples-records
STORE := --store demo/multipole.duckdb

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check lint types layers floors score card bench docs lock clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## */|/' | awk -F'|' '{printf "make %-8s %s\n", $$1, $$2}'

# Environments. A stamp is younger than what it was made from, so a second call does nothing.

$(BIN)/python:
	@for candidate in $(CANDIDATES); do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    if "$$candidate" -c 'import ensurepip, venv' 2>/dev/null; then \
	      echo "making $(VENV) with $$("$$candidate" --version)"; \
	      "$$candidate" -m venv $(VENV); exit $$?; \
	    fi; \
	    echo "$$candidate lacks the venv module (on Debian and Ubuntu: apt install python3-venv)" >&2; \
	  fi; \
	done; \
	echo "No Python 3.11 or newer was found. Install one, or name it: make demo PYTHON=/path/to/python" >&2; \
	exit 1

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "installing multipole in $(VENV) (pinned versions, from PyPI)"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "installing the developer's tools in $(VENV)"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# What a reader does

demo: demo/brief.html  ## read the sample reports and records, print some answers, build the page
	@$(BIN)/multipole status $(STORE)
	@echo
	@$(BIN)/multipole events CHN RUS --type CONSULT --limit 4 $(STORE)
	@echo
	@$(BIN)/multipole why CHN RUS $(STORE) | head -n 24
	@echo "... all of it, with the sentences: $(BIN)/multipole why CHN RUS $(STORE)"
	@echo
	@$(BIN)/multipole panel --dyads CHN-RUS --years 2014:2023 --with joint_veto,unga_vote,bilateral_trade $(STORE)
	@echo
	@$(BIN)/multipole check CHN RUS --measure "trade between china and russia" $(STORE)
	@echo "... all figures: $(BIN)/multipole check CHN RUS $(STORE)"
	@echo
	@echo "The page: demo/brief.html, one file that needs no network. Open it in a browser:"
	@echo "  file://$(CURDIR)/demo/brief.html"
	@echo "All of it in a browser: $(BIN)/multipole serve $(STORE)"

demo/brief.html: $(VENV)/.installed $(EXAMPLES) $(SOURCES)
	@mkdir -p demo
	@rm -f demo/multipole.duckdb demo/multipole.duckdb.wal
	@$(BIN)/multipole read examples $(STORE)
	@$(BIN)/multipole add unsc_vetoes $(RECORDS)/unsc_vetoes_2007_2022.csv $(STORE)
	@$(BIN)/multipole add unga_votes $(RECORDS)/unga_votes_ukraine.csv $(STORE)
	@$(BIN)/multipole add long_table $(RECORDS)/china_russia_trade.csv $(RECORDS)/currency_shares.csv $(STORE)
	@$(BIN)/multipole brief CHN RUS USA $(STORE) --out $@

test: $(VENV)/.installed-dev  ## all tests, the documentation's too
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

# What a developer does

check: lint types layers floors test  ## everything CI runs

lint: $(VENV)/.installed-dev  ## ruff: rules and format
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)

types: $(VENV)/.installed-dev  ## mypy --strict
	@$(BIN)/mypy

layers: $(VENV)/.installed-dev  ## who may import whom
	@$(BIN)/lint-imports --no-cache

floors: $(VENV)/.installed  ## fail when the coder scores below its pinned scores
	@if [ ! -d "$(GOLD)" ]; then \
	  echo "no reference codings at $(GOLD): floors not checked (set MULTIPOLE_SHARED)"; \
	elif [ ! -f $(FLOORS) ]; then \
	  echo "no $(FLOORS): floors not checked"; \
	else \
	  $(BIN)/multipole score --reports $(REPORTS) --gold $(GOLD) --floors $(FLOORS) --dataset $(DATASET) && \
	  $(BIN)/multipole score --gsr $(GOLD)/PLOVER_GSR_half.json --floors $(FLOORS) --dataset gsr && \
	  $(BIN)/multipole score --sentences $(GOLD)/PLV_train.tsv --coder rules --floors $(FLOORS) --dataset plv_rules; \
	fi
	@$(BIN)/multipole score --reports training/reports/open --gold training/reports/open --floors $(FLOORS) --dataset open

score: $(VENV)/.installed  ## compare the coder with reference codings
	@if [ ! -d "$(GOLD)" ]; then \
	  echo "No reference codings at $(GOLD). Set MULTIPOLE_SHARED to the folder that holds data/reports and data/gold." >&2; \
	  exit 1; \
	fi
	@$(BIN)/multipole score --reports $(REPORTS) --gold $(GOLD)

card: $(VENV)/.installed  ## measure all accuracy anew, raise the floors, write the page (FOLDS=oof.json of the training run)
	@$(BIN)/python quality/card.py $(if $(FOLDS),--folds $(FOLDS))
	@$(BIN)/python quality/raise_floors.py
	@$(BIN)/python docs/write_pages.py

bench: $(VENV)/.installed  ## words and records a second; see benchmarks/README.md
	@$(BIN)/python benchmarks/reading.py
	@if [ ! -d "$(MULTIPOLE_SHARED)/data/votes" ]; then \
	  echo "no data sets at $(MULTIPOLE_SHARED)/data: records not measured (set MULTIPOLE_SHARED)"; \
	elif ! $(BIN)/python -c "import pandas" 2>/dev/null; then \
	  echo "pandas is not installed: records not measured ($(BIN)/python -m pip install pandas)"; \
	else \
	  $(BIN)/python benchmarks/records.py --data "$(MULTIPOLE_SHARED)/data"; \
	fi

docs: $(VENV)/.installed  ## write the pages made from help texts, catalogue and floors
	@$(BIN)/python docs/write_pages.py

lock:  ## resolve the newest allowed versions (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	@uv lock --upgrade
	@uv export --quiet --no-header --no-default-groups --group build --no-emit-project --output-file requirements.lock
	@uv export --quiet --no-header --all-groups --no-emit-project --output-file requirements-dev.lock

clean:  ## remove the environment, the demo and all caches
	@rm -rf $(VENV) demo dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find src tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +
