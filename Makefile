# The catalogue's commands: run it, test it, lint it.
# make run [PORT=8123] [VAR=/some/dir]: PORT is the web port, VAR the folder for data (database, static files, account).

PORT ?= 8000
VAR ?= $(CURDIR)/var
N ?= 300,10000
VENV := .venv
PYTHON := $(VENV)/bin/python
# Each worker of the tests takes a file at a time, in the order of tests/conftest.py.
TEST_WORKERS := -n 3 --dist loadfile --no-loadscope-reorder
export VAR

.PHONY: run manage test proof hostile drill cluster bench lint format lock install install-tests install-bench \
	install-cluster chromium markup office nginx pgbackrest screenshots manual-pictures site-pictures sbom outdated licences

run: install
	@exec $(PYTHON) -m catalogue.trial serve --port "$(PORT)" --var "$(VAR)"

# Any Django command on the trial database: make manage DO="load_catalogue --dry-run"
manage: install
	@exec $(PYTHON) -m catalogue.trial manage --var "$(VAR)" -- $(DO)

# ARGS goes to pytest: make test ARGS="tests/api -x". Of the longest files it draws a quarter; WHOLE=1 runs them all.
# What failed in a random test is tried again with SEED=number.
test: install-tests install-cluster chromium markup office nginx
	@exec $(PYTHON) -m pytest $(TEST_WORKERS) $(ARGS)

# The same tests with the full numbers: 300 filters in every outlet, 200 requests of each operation of the API, 2,000
# steps of editors, every page on a slow network and in both colour schemes at each width, all cases of which `make test`
# tries a random sample, and what takes long: restarts after kills, and two releases beside each other.
proof: install-tests install-bench install-cluster chromium markup office nginx pgbackrest
	@PROOF=1 $(PYTHON) -m pytest $(TEST_WORKERS) $(ARGS)
	@exec $(PYTHON) -m tests.drills

# Abuse and faults, each a line with a bound; QUICK=1 tries little of each, SEED=number repeats a run.
hostile: install-tests
	@exec $(PYTHON) -m tests.drills hostile guesses

drill: install-tests install-bench install-cluster chromium nginx pgbackrest
	@exec $(PYTHON) -m tests.drills --without hostile guesses

# The whole site on three machines, which are this one, until Ctrl-C: make cluster [PORT=8000]
cluster: install-tests install-cluster
	@exec $(PYTHON) -m tests.cluster --port "$(PORT)"

# Search beside its references; one line a figure: make bench N=300,10000,100000,1000000
bench: install-bench chromium
	@N="$(N)" exec $(PYTHON) -m tests.benchmarks

lint: install-tests
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(VENV)/bin/djlint --check templates
	$(VENV)/bin/djlint --lint templates
	$(VENV)/bin/lint-imports --no-logo
	$(VENV)/bin/reuse lint --quiet
	$(PYTHON) -m mypy
	$(PYTHON) -m tests.migrations
	$(VENV)/bin/bandit -q -c pyproject.toml -r catalogue initiatives deploy
	$(PYTHON) -m deploy.supply licences

format: install-tests
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .
	$(VENV)/bin/djlint --quiet --reformat templates

# All packages of requirements.lock, with their licences, in CycloneDX: make sbom SBOM=some/file.json
SBOM ?= var/sbom.json
sbom: $(VENV)/supply.installed
	@exec $(PYTHON) -m deploy.supply sbom "$(SBOM)"

# Whether each package of a server has a licence that may be used with ours.
licences: $(VENV)/supply.installed $(VENV)/meaning.installed $(VENV)/telemetry.installed
	@exec $(PYTHON) -m deploy.supply licences

# Packages of which the index has a newer release than the lock.
outdated: $(VENV)/supply.installed $(VENV)/meaning.installed $(VENV)/telemetry.installed
	@exec $(PYTHON) -m deploy.supply outdated

screenshots: install-tests chromium
	@exec $(PYTHON) -m tests.browser.screenshots

# The pictures in docs/redactie/, of the manual of editors; again when their pages look otherwise.
manual-pictures: install-tests chromium
	@exec $(PYTHON) -m tests.browser.manual_pictures

# The picture of shared links and favicon.ico; again when the name, the icon or the colours are others.
site-pictures: install-tests chromium
	@exec $(PYTHON) -m tests.browser.site_pictures

# Exactly the locked, hashed packages; nothing is done when they are there already.
install: $(VENV)/trial.installed $(VENV)/meaning.installed
install-tests: $(VENV)/test.installed
install-bench: $(VENV)/bench.installed
# Patroni, and Debian's PostgreSQL, etcd, HAProxy and nginx.
install-cluster: $(VENV)/cluster.installed nginx
	@$(PYTHON) -m tests.cluster.programs

chromium: install-tests
	@$(PYTHON) -m tests.browser.chromium

# The Nu Html Checker, and the Java it needs.
markup: install-tests
	@$(PYTHON) -m tests.markup.checker

# LibreOffice, to open the documents that the site makes.
office: install-tests
	@$(PYTHON) -m tests.selection.office

# nginx, to try its configuration.
nginx: install-tests
	@$(PYTHON) -m tests.drills.proxy

# Debian's PostgreSQL 15 and pgBackRest, to restore a point in time.
pgbackrest: install-tests
	@$(PYTHON) -m tests.drills.pgbackrest

$(VENV)/run.installed: requirements.lock
	@sh .ci/install $(VENV) requirements.lock $@

$(VENV)/trial.installed: deploy/trial.lock $(VENV)/run.installed
	@sh .ci/install $(VENV) deploy/trial.lock $@

$(VENV)/meaning.installed: deploy/meaning.lock $(VENV)/run.installed
	@sh .ci/install $(VENV) deploy/meaning.lock $@ optional

$(VENV)/supply.installed: deploy/supply.lock $(VENV)/run.installed
	@sh .ci/install $(VENV) deploy/supply.lock $@

$(VENV)/telemetry.installed: deploy/telemetry.lock $(VENV)/run.installed
	@sh .ci/install $(VENV) deploy/telemetry.lock $@

$(VENV)/test.installed: tests/requirements.lock $(VENV)/trial.installed $(VENV)/meaning.installed $(VENV)/telemetry.installed
	@sh .ci/install $(VENV) tests/requirements.lock $@

$(VENV)/bench.installed: tests/benchmarks/requirements.lock $(VENV)/test.installed
	@sh .ci/install $(VENV) tests/benchmarks/requirements.lock $@

$(VENV)/cluster.installed: deploy/cluster.lock $(VENV)/test.installed
	@sh .ci/install $(VENV) deploy/cluster.lock $@

# Needs uv. Lock files hold versions and hashes, no address.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --group meaning -c requirements.lock -o deploy/meaning.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --group telemetry -c requirements.lock -o deploy/telemetry.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --group trial -c requirements.lock -o deploy/trial.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --group supply -c requirements.lock -o deploy/supply.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --extra test --group trial --group supply -c requirements.lock pyproject.toml \
		-o tests/requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --extra test --extra bench --group trial --group supply \
		-c tests/requirements.lock pyproject.toml -o tests/benchmarks/requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --group cluster -c tests/requirements.lock -o deploy/cluster.lock
