# Two commands matter: `make book` and `make test`. Each makes the environment it needs, once.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# The pins in constraints.txt are tested with these versions; PYTHON=... takes another.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& echo $$python && break; done)
PORT ?= 8000
# Two leave a fifth of two cores idle while a browser waits.
WORKERS ?= 3
HTML := book/_build/html/index.html
NOTEBOOKS = $(shell find book -name '*.ipynb' -not -path '*/_build/*' -not -path '*/assignments/*' -not -path '*/.*')
INSTALL = -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable
# The explorers' scripts are committed: Node only builds them anew and checks them.
NPM := $(shell command -v npm)
# On an ordinary run a skipped test is only told; a CI run must skip exactly what is expected.
SKIPS = $(if $(CI),--expected-skips=tests/expected_skips.toml)

.PHONY: help book serve test notebooks explorers lint bench clean address

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

book: .venv-book/.made book/_build/.read ## build the book (first time: about a minute to set up)
	@# A failed build forgets what it read, or the next one would pass over the faulty pages.
	.venv-book/bin/jupyter-book build book --warningiserror --keep-going \
		|| { rm -rf book/_build/.doctrees; exit 1; }
	@echo
	@echo "The book is built. Open $(HTML) in a browser, or run: make serve"

serve: book ## build the book and serve it at http://localhost:8000 (PORT=...)
	@echo "http://localhost:$(PORT) (Ctrl-C ends)"
	.venv-book/bin/python -m http.server --bind 127.0.0.1 --directory book/_build/html $(PORT)

# One thread each for BLAS and the frameworks: the workers are the parallelism.
test: export OMP_NUM_THREADS = 1
test: export TF_CPP_MIN_LOG_LEVEL = 3
test: lint .venv-widgets7/.made ## run everything the book claims: lint, tests, notebooks, the built pages
	.venv/bin/python -m pytest tests $(NOTEBOOKS) --nbval --nbval-cell-timeout=600 \
		--numprocesses=$(WORKERS) --dist=loadfile --no-loadscope-reorder $(SKIPS)

notebooks: .venv/.made ## run every notebook again and store its outputs
	.venv/bin/python book/tools/notebooks.py

explorers: .venv/.made node_modules/.made ## build the explorers' and the pages' scripts from their sources (needs Node)
	.venv/bin/python -m cnncourse.explorers.describe
	npm run --silent build

lint: .venv/.made $(if $(NPM),node_modules/.made) ## check style, formatting, types and the workflows
	.venv/bin/python -m ruff check .
	.venv/bin/python -m ruff format --check .
	.venv/bin/actionlint -shellcheck .venv/bin/shellcheck
	.venv/bin/shellcheck .ci/*
	$(if $(NPM),npm run --silent check,@echo "No npm here: the explorers' scripts are not checked")

bench: .venv/.made ## time the NumPy convolution, the data, the training, the explorers in a browser, and grading
	.venv/bin/python benchmarks/conv2d.py
	.venv/bin/python benchmarks/data.py
	.venv/bin/python benchmarks/training.py
	.venv/bin/python benchmarks/explorers.py
	.venv/bin/python benchmarks/page_training.py
	@if ls book/_build/html/_static/running/*/worker.js >/dev/null 2>&1; then \
		.venv/bin/python benchmarks/running.py; \
	else echo "Python in the pages is not timed: it needs make book with its files"; fi
	.venv/bin/python benchmarks/batches.py
	.venv/bin/python benchmarks/processes.py
	.venv/bin/python benchmarks/grading.py
	@if .venv/bin/python -c "import faiss, hnswlib" 2>/dev/null; then \
		.venv/bin/python benchmarks/neighbours.py; \
	else echo "Search is not timed: benchmarks/neighbours.py says which libraries it needs"; fi

address: ## point every link at a fork: REPOSITORY=https://github.com/you/cnncourse BRANCH=main
	@$(MAKE) --no-print-directory check-python
	$(PYTHON) book/tools/address.py $(if $(REPOSITORY),"$(REPOSITORY)") $(if $(BRANCH),"$(BRANCH)")

clean: ## remove the built book and caches (the environments stay)
	rm -rf book/_build dist .pytest_cache .ruff_cache .hypothesis
	find cnncourse tests book benchmarks -name __pycache__ -prune -exec rm -rf {} +

# The book needs neither framework; the tests need everything.
.venv-book/.made: EXTRAS = book
.venv/.made: EXTRAS = torch,keras,transfer,notebooks,book,instructor,cluster,dev
.venv/.made .venv-book/.made: pyproject.toml constraints.txt
	@$(MAKE) --no-print-directory check-python
	@echo "Setting up $(@D) with $$($(PYTHON) --version) (once; again when the pins change)"
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python $(INSTALL) '.[$(EXTRAS)]'
	touch $@

# Pages show what these compute, and Sphinx does not notice that one has changed.
book/_build/.read: $(shell find cnncourse book/extensions book/tools -name '*.py')
	rm -rf book/_build/.doctrees
	mkdir -p $(@D)
	touch $@

.venv-widgets7/.made: tests/colab-widgets.txt
	@$(MAKE) --no-print-directory check-python
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement $<
	touch $@

node_modules/.made: package.json package-lock.json .npmrc
	@if [ -z "$(NPM)" ]; then echo "Install Node 18 or newer, with npm, first" >&2; exit 1; fi
	npm ci
	touch $@

.PHONY: check-python
check-python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "No Python 3.11, 3.12 or 3.13 found as python3 or python3.1x: install one," \
			"or say where it is: make book PYTHON=/path/to/python" >&2; exit 1; \
	elif ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
		echo "cnncourse needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)." \
			"Give a newer one: make book PYTHON=/path/to/python" >&2; exit 1; \
	fi
