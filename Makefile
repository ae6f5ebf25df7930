# Two commands do all the set-up: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo
SITE := site
PORTAL := portal-demo
DAY := 2026-11-20
FUZZ_SECONDS ?= 20

.PHONY: demo site portal test interop lint benchmark benchmark-parts fuzz docs clean

$(BIN)/isodocs: setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/test-extras: setup.cfg pyproject.toml $(BIN)/isodocs
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@

demo: $(BIN)/isodocs  ## make the sample company's repository and check it
	@rm -rf $(DEMO)
	$(BIN)/isodocs demo $(DEMO)
	@for job in check "readiness surveillance"; do \
	    printf '\n$$ isodocs -C $(DEMO) %s --on $(DAY)\n' "$$job"; \
	    $(BIN)/isodocs -C $(DEMO) $$job --on $(DAY) || [ $$? -eq 1 ] || exit; \
	done  # 1: there are gaps, as there should be

site: $(BIN)/isodocs  ## make the sample company's reading site, and the pack for its next audit
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[pdf]'
	@rm -rf $(SITE)
	@mkdir $(SITE)
	$(BIN)/isodocs demo $(SITE)/repository
	$(BIN)/isodocs -C $(SITE)/repository site ../reading-site --on $(DAY)
	$(BIN)/isodocs -C $(SITE)/repository pack ../pack --for surveillance --on $(DAY)
	@printf '\nOpen %s/reading-site/index.html and %s/pack/index.html.\n' $(SITE) $(SITE)

portal: $(BIN)/isodocs  ## show the sample company in a browser, live, until Ctrl-C
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[pdf,portal]'
	@rm -rf $(PORTAL)
	$(BIN)/isodocs demo $(PORTAL)
	$(BIN)/isodocs -C $(PORTAL) serve --on $(DAY)

test: $(VENV)/test-extras lint  ## run everything
	$(BIN)/pytest -n auto

# In an environment of its own: those tools bring two dozen packages, and take longer to install
# than the tests take to run. `make test` skips what they judge.
$(VENV)-interop/bin/isodocs: setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)-interop
	$(VENV)-interop/bin/pip install --quiet --disable-pip-version-check -e '.[test,interop]'
	@touch $@

interop: $(VENV)-interop/bin/isodocs  ## let other tools judge what is written for them
	$(VENV)-interop/bin/pytest tests/interop

lint: $(VENV)/test-extras
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

benchmark: $(VENV)/test-extras  ## measure everyday situations, and write the table of docs/performance.md
	$(BIN)/python -m benchmarks.run --page docs/performance.md

benchmark-parts: $(VENV)/test-extras  ## measure parts by themselves; nothing is asserted
	for name in startup coverage records signatures standards; do $(BIN)/python benchmarks/$$name.py || exit 1; done

$(VENV)/fuzz-extras: setup.cfg pyproject.toml $(VENV)/test-extras
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[fuzz]'
	@touch $@

fuzz: $(VENV)/fuzz-extras  ## FUZZ_SECONDS for each reader of what others wrote
	$(BIN)/python fuzz/run.py --seconds $(FUZZ_SECONDS)

docs: $(BIN)/isodocs  ## write the generated pages again, and compile the maps
	$(BIN)/python -m isodocs.standards.compiled
	$(BIN)/python -m isodocs.standards.compiled_correspondence
	$(BIN)/python -m isodocs.reference.standard_counts docs/standards/README.md
	$(BIN)/python -m isodocs.reference.editions_page docs/standards/editions.md
	$(BIN)/python -m isodocs.reference.rules_page > docs/rules.md
	$(BIN)/python -m isodocs.reference.records_page > docs/records.md
	$(BIN)/python -m isodocs.reference.schema_pages configuration > docs/configuration.md
	$(BIN)/python -m isodocs.reference.schema_pages document > docs/document.md
	$(BIN)/python -m isodocs.reference.commands_page > docs/cli.md

clean:
	rm -rf $(VENV) $(VENV)-interop $(DEMO) $(SITE) $(PORTAL) .fuzz build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
