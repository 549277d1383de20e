# The private bench of this checkout lives in .bench/ (or where DIANJIAN_BENCH says). Nothing has to be installed before.
# FRAPPE=/path/to/frappe in front of any of these runs it on that Frappe source folder, in a bench of its own (.bench-<version>/).
.PHONY: help demo demo-reset test attack stop clean benchmark lint status

help:
	@echo "make demo       a desk with a sales centre's last month in it and this one up to now, ready to log in"
	@echo "                (ARGS=\"--month 2026-09\": the fixed month that the tests compare with)"
	@echo "make demo-reset the same, made anew up to now"
	@echo "make test       all tests        (ARGS='-k name' goes to pytest)"
	@echo "make lint       ruff, the import contract, the documents, mypy"
	@echo "make benchmark  the measurements (ARGS go to benchmarks/run.py)"
	@echo "make attack     the hostile crawl over a copy of the demo (ARGS='--examples 5 --seed 2')"
	@echo "make status     what runs on which port"
	@echo "make stop       stop desk, database and all; the data stays"
	@echo "make clean      stop all and delete the bench with its data"
	@echo "FRAPPE=/path/to/frappe make …   the same on a Frappe source folder of yours, in a bench of its own"
	@echo "devbench/bench ARGS   any bench site command, e.g. devbench/bench --site demo.localhost migrate"

stop clean status:
	@devbench/devbench $@

demo demo-reset test lint benchmark attack:
	@devbench/devbench $@ $(ARGS)
