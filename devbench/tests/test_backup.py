"""`bench backup` and `bench restore`, as Frappe has them: on the same site and on a new one with a user of its own (R31)."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from pathlib import Path

import pytest

from devbench.layout import Bench
from devbench.services import desk_environment, root_password
from devbench.sites import _new_site, bench_command, configure_site, make_site, unmake_site

SITES_PATH = os.environ.get("DIANJIAN_SITES_PATH", "")
pytestmark = [
	pytest.mark.skipif(not SITES_PATH, reason="needs the bench that `make test` builds"),
	pytest.mark.req("R31"),
]
FROM, TO = "backup-from.localhost", "backup-to.localhost"

START = """
import json, frappe
frappe.init(site={site!r})
frappe.connect()
"""
FILL = """
from dianjian_app.tests.builders.incentives import SEPTEMBER, a_full_month, a_line, a_place, published
frappe.flags.mute_emails = True
place = a_place()
a_full_month(place.agent)
for n in (3, 4, 5):
	a_line(place.agent, SEPTEMBER.start.replace(day=n), connected=90 + n)
published(place)
# a trigger of somebody else's, with texts that a dump could trip over
frappe.db.sql_ddl("create trigger `another's` before insert on `tabNote` for each row set new.title = replace(new.title, '点;', 'it''s')")
frappe.db.commit()
"""
FIGURES = """
from dianjian_app.resources.numbers import vault
one = frappe.db.sql("select count(*), sum(amount), max(entry_hash) from `tabIncentive Entry`")[0]
counts = {t: frappe.db.sql(f"select count(*) from `{t}`")[0][0] for t in ("tabSales Staff", "tabDaily Ledger", "tabUser")}
note = frappe.get_doc(doctype="Note", title="点;").insert()
told = {"entries": list(map(str, one)), "counts": counts, "hash": vault.hash_of("+8613800138000"), "note": frappe.db.get_value("Note", note.name, "title")}
frappe.db.rollback()
try:
	frappe.db.sql("update `tabIncentive Entry` set amount = amount + 1 limit 1")
	told["update"] = "done"
except Exception as error:
	told["update"] = str(error)
try:
	frappe.db.sql("delete from `tabIncentive Entry` limit 1")
	told["delete"] = "done"
except Exception as error:
	told["delete"] = str(error)
frappe.db.rollback()
definers = frappe.db.sql("select trigger_name, definer from information_schema.triggers where trigger_schema = database()")
told["definers"] = {name: definer.split("@")[0] == frappe.conf.db_name for name, definer in definers}
print("TOLD " + json.dumps(told))
"""


@pytest.fixture(scope="module")
def bench():
	bench = Bench(Path(SITES_PATH).parent)
	yield bench
	for site in (FROM, TO):
		if (bench.sites / site).exists():
			ran = ["drop-site", site, "--no-backup", "--force", "--root-login", "root"]
			_run(bench, bench_command(bench, [*ran, "--root-password", root_password(bench)]))
		unmake_site(bench, site)


def _run(bench, command):
	env = {**os.environ, **desk_environment(bench)}
	return subprocess.run(
		[str(c) for c in command], cwd=bench.sites, env=env, capture_output=True, text=True, check=False
	)


def _bench(bench, *arguments):
	ran = _run(bench, bench_command(bench, arguments))
	assert ran.returncode == 0, ran.stdout + ran.stderr
	return ran


def _script(bench, site, text):
	ran = _run(bench, [bench.python, "-c", START.format(site=site) + text])
	assert ran.returncode == 0, ran.stdout + ran.stderr
	return ran.stdout


def _figures(bench, site):
	told = _script(bench, site, FIGURES)
	return json.loads(
		next(line for line in told.splitlines() if line.startswith("TOLD ")).removeprefix("TOLD ")
	)


def _restore(bench, site, dump):
	root = ["--db-root-username", "root", "--db-root-password", root_password(bench)]
	ran = _bench(bench, "--site", site, "--force", "restore", str(dump), *root)
	assert "ERROR" not in ran.stdout + ran.stderr, ran.stdout + ran.stderr


def test_a_backup_restores_on_its_site_and_on_a_new_one_with_guards_and_figures(bench, tmp_path):
	make_site(bench, FROM, tests=True)
	_script(bench, FROM, FILL)
	before = _figures(bench, FROM)
	assert "append-only" in before["update"] and "append-only" in before["delete"]
	assert len(before["definers"]) == 3 and before["note"] == "it's"
	dump = tmp_path / "site.sql.gz"
	_bench(bench, "--site", FROM, "backup", "--backup-path-db", str(dump))
	with gzip.open(dump, "rt", encoding="utf-8", errors="replace") as text:
		assert not [line for line in text if "DEFINER=" in line and "TRIGGER" in line]

	_restore(bench, FROM, dump)
	assert _figures(bench, FROM) == before
	assert _bench(bench, "--site", FROM, "verify-ledger").stdout.count("whole") == 1

	_new_site(bench, TO)
	config = json.loads((bench.sites / FROM / "site_config.json").read_text())
	configure_site(bench, TO, dianjian_phone_key=config["dianjian_phone_key"])
	_restore(bench, TO, dump)
	assert all(before["definers"].values())
	assert _figures(bench, TO) == before
	assert _bench(bench, "--site", TO, "verify-ledger").returncode == 0


def test_the_check_says_when_the_guards_are_missing_and_migrate_makes_them(bench):
	drop = "from dianjian_app.incentives.entries import append_only_triggers\nappend_only_triggers.set_triggers(False)\n"
	_script(bench, FROM, drop)
	ran = _run(bench, bench_command(bench, ["--site", FROM, "verify-ledger"]))
	assert ran.returncode == 1 and "dianjian_entry_no_update" in ran.stderr
	again = "from dianjian_app.incentives.entries import append_only_triggers, entry_chain\nentry_chain.verify_daily()\nfrappe.db.commit()\n"
	_script(bench, FROM, again + "assert append_only_triggers.missing_triggers() == []\n")
	assert _bench(bench, "--site", FROM, "verify-ledger").returncode == 0
