# The store wallet. `make demo` and `make test` need Python 3.11 or newer, make and a package index.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
unexport VIRTUAL_ENV
# What is compiled is kept: each worker of the tests compiles all of them, and so does each program they start.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
# One more than the two processors that 15 minutes are meant for: tests wait too, for clocks and other programs.
WORKERS ?= 3
STAMP := .venv/.made-from-requirements
# For what needs the settings but no services. Nothing listens on port 1.
NO_SERVICES := DATABASE_URL=postgresql://nobody@127.0.0.1:1/none REDIS_URL=redis://127.0.0.1:1/0
PRODUCTION := $(NO_SERVICES) ALLOWED_HOSTS=shop.example SITE_URL=https://shop.example STORE_NAME=Example \
	SECRET_KEY=for-the-check-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF \
	STRIPE_SECRET_KEY=rk_live_check STRIPE_WEBHOOK_SECRETS=whsec_check \
	EMAIL_URL=smtp://mail.example:25 DEFAULT_FROM_EMAIL=shop@shop.example
MONEY := wallets/ledger/*,wallets/services/*,rewards/services/*,refunds/*,wallet_project/checkout/*

.PHONY: help demo test screenshots soak fuzz coverage lint format words letters schema client bench lock clean
.DEFAULT_GOAL := help

help: ## Show what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

demo: $(STAMP) ## Run the whole shop on this machine; PORT=8000
	@exec $(BIN)/python -m wallet_project.demo

test: $(STAMP) ## Run all tests, in a real browser too
	@CHROMIUM="$$($(BIN)/python tools/browser.py)" && export CHROMIUM && \
		exec $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --durations 10 $(ARGS)

screenshots: $(STAMP) ## Look at all pages and keep pictures in test-artifacts/screenshots
	@CHROMIUM="$$($(BIN)/python tools/browser.py)" && export CHROMIUM && \
		SCREENSHOTS=1 exec $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m browser $(ARGS)

soak: $(STAMP) ## Run the long form of the tests under fire
	@SOAK=1 exec $(BIN)/python -m pytest -m soak $(ARGS)

fuzz: $(STAMP) ## Make up ten thousand calls of the API and more; what is wrong goes to test-artifacts/made-up-calls
	@FUZZ=1 exec $(BIN)/python -m pytest -n 3 tests/wallet_project/api/test_made_up_calls.py $(ARGS)

coverage: $(STAMP) ## Run all tests and require every branch of the money modules
	@CHROMIUM="$$($(BIN)/python tools/browser.py)" && export CHROMIUM && \
		$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --cov --cov-report= $(ARGS) && \
		$(BIN)/coverage report --include="$(MONEY)" --show-missing --skip-covered --fail-under=100

lint: $(STAMP) ## Check style, types, layers, templates, migrations and settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	DEMO=1 $(NO_SERVICES) $(BIN)/mypy wallets rewards refunds notifications wallet_project tools manage.py
	DEMO=1 $(NO_SERVICES) $(BIN)/lint-imports --no-cache
	$(BIN)/djlint --check --lint --quiet templates wallet_project/fake_stripe/templates wallet_project/demo/templates
	$(BIN)/python tools/sizes.py
	DEMO=1 $(NO_SERVICES) $(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	DEBUG=0 $(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

format: $(STAMP) ## Bring code and templates into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/djlint --reformat --quiet templates wallet_project/fake_stripe/templates wallet_project/demo/templates

words: $(STAMP) ## Bring the catalog of translations up to date, and compile it
	@$(BIN)/python -m tools.catalog

letters: $(STAMP) ## Take pictures of every e-mail, into test-artifacts/letters
	@CHROMIUM="$$($(BIN)/python tools/browser.py)" && export CHROMIUM && exec $(BIN)/python -m tools.letters

schema: $(STAMP) ## Write the API's schema and its Bruno collection, unless a client would break
	@DEMO=1 $(NO_SERVICES) $(BIN)/python -m tools.schema $(ARGS)

client: $(STAMP) ## Write the Python client of the API anew, from its schema
	@exec $(BIN)/python -m tools.client

bench: $(STAMP) ## Measure the ledger
	@exec $(BIN)/python -m benchmarks $(ARGS)

lock: $(STAMP) ## Lock requirements*.in with hashes; ARGS=--upgrade for newer versions
	for name in requirements requirements-extras requirements-dev clients/requirements-python; do \
		CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --allow-unsafe --generate-hashes --no-strip-extras \
			--no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
			--output-file=$$name.txt $$name.in $(ARGS) || exit 1; \
	done

clean: ## Remove what was made here, the demo's data too
	rm -rf .venv .data .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov staticfiles test-artifacts

# The stamp is written last, so that an installation that was cut off is taken up again.
$(STAMP): requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, not " + sys.version)'
	@echo "Making .venv from requirements-dev.txt …"
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch "$@"
