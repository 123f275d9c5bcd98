# make run: serve the seeded site.  make test: every test.  Both do all the set-up themselves.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
PORT ?= 8000
SCALE ?= 10k
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export AIDTRACKER_ENV ?= development

.PHONY: run test check bench lock messages

run: .venv/run
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py seed
	@$(BIN)/python manage.py create_local_staff --port $(PORT)
	@echo "Stop the site with Ctrl-C. Another port: make run PORT=8001"
	@$(BIN)/python manage.py runserver --noreload 127.0.0.1:$(PORT)

test: .venv/dev
	$(BIN)/python tests/run.py

check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates
	@echo "manage.py check --deploy"
	@AIDTRACKER_ENV=production SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
		ALLOWED_HOSTS=example.org $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run

# As many projects as SCALE says, in the empty or already measured database of DATABASE_URL.
bench: export DATABASE_URL ?= sqlite:///$(CURDIR)/var/bench-$(SCALE).sqlite3
bench: .venv/dev
	@$(BIN)/python -m benchmarks --scale $(SCALE)

# Writing the lock files and the message catalogues takes uv and gettext; using them takes neither.
lock:
	uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header -o requirements.txt
	uv pip compile -q pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header -o requirements-dev.txt

messages: .venv/run
	$(BIN)/python manage.py makemessages --locale zh_Hans --no-location --no-obsolete --ignore var --ignore .venv --ignore tests
	$(BIN)/python manage.py compilemessages --locale zh_Hans --ignore .venv

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found."; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "Could not make a virtual environment. On Debian: apt install python3-venv"; exit 1; }

.venv/run: .venv/bin/python requirements.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

.venv/dev: .venv/bin/python requirements-dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@ .venv/run
