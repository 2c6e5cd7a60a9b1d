# Every verb a person or CI needs. `make run` needs Python 3.11+ and make, nothing else.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: install run test bench bench-quick check clean

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -c constraints.txt -e .
	touch $@

run: install
	$(BIN)/hurmaus serve --demo

test:
	./tests/run.sh

# Speed (P1-P15, under 30 minutes) and coaching. Leave the machine alone meanwhile; docs/benchmarks.md says how to read it.
bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.coach

# P1, P3, P4, P6, P8 and P15 in under a minute.
bench-quick: $(VENV)/.bench
	$(BIN)/python -m benchmarks.run --quick

$(VENV)/.bench: $(VENV)/.installed
	$(PIP) install -c constraints.txt -e '.[bench]'
	$(PIP) install -c constraints.txt -e '.[torch]' || echo 'torch could not be installed: P8 will be left out'
	touch $@

check: install
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
