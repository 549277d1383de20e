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


@pytest.fixture(scope="module")
def filled(bench):
	"""A site with a month's entries."""
	make_site(bench, FROM, tests=True)
	_script(bench, FROM, FILL)


@pytest.mark.usefixtures("filled")
def test_a_backup_restores_on_its_site_and_on_a_new_one_with_guards_and_figures(bench, tmp_path):
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
	keys = ("dianjian_phone_key", "dianjian_chain_key")
	configure_site(bench, TO, **{key: config[key] for key in keys})
	_restore(bench, TO, dump)
	assert all(before["definers"].values())
	assert _figures(bench, TO) == before
	assert _bench(bench, "--site", TO, "verify-ledger").returncode == 0


@pytest.mark.usefixtures("filled")
def test_the_check_says_when_the_guards_are_missing_and_migrate_makes_them(bench):
	drop = "from dianjian_app.incentives.entries import append_only_triggers\nappend_only_triggers.set_triggers(False)\n"
	_script(bench, FROM, drop)
	ran = _run(bench, bench_command(bench, ["--site", FROM, "verify-ledger"]))
	assert ran.returncode == 1 and "dianjian_entry_no_update" in ran.stderr
	again = "from dianjian_app.incentives.entries import append_only_triggers, chain_upkeep\nchain_upkeep.verify_daily()\nfrappe.db.commit()\n"
	_script(bench, FROM, again + "assert append_only_triggers.missing_triggers() == []\n")
	assert _bench(bench, "--site", FROM, "verify-ledger").returncode == 0


ATTACK = """
from dianjian_app.incentives.entries import append_only_triggers, chain_notes, chain_upkeep, chain_walk, entry_constraints
from dianjian_app.incentives.entries.entry_chain import ChainBrokenError, COVERED, hash_of, lock_head
entry, head = "`tabIncentive Entry`", "`tabIncentive Chain Head`"
columns = ", ".join(f"`{c}`" for c in frappe.db.get_table_columns("Incentive Entry") if c not in ("name", "seq", "centre", "entry_key"))
[centre] = frappe.get_all("Incentive Chain Head", pluck="centre")
last = frappe.db.get_value("Incentive Chain Head", {"centre": centre}, "seq")
earlier = frappe.db.sql(f"select seq, head_hash, signature from {head}")[0]
told = {"entries": last}

def copy(seq, of, copied=1):
	frappe.db.sql(f"insert into {entry} (name, seq, centre, entry_key, {columns}) select %s, %s, %s, %s, {columns} from {entry} where seq = %s and centre = %s",
		(f"COPY-{seq}", seq, of, f"copy-{seq}-{of}", copied, centre))

def rehash():
	'''Amount of one edited, every hash after it made anew, the head too; without the key.'''
	frappe.db.sql(f"update {entry} set amount = amount + 100 where seq = 2 and centre = %s", centre)
	before = frappe.db.get_value("Incentive Entry", {"centre": centre, "seq": 1}, "entry_hash")
	for row in frappe.get_all("Incentive Entry", {"centre": centre, "seq": (">", 1)}, [*COVERED], order_by="seq"):
		row.previous_hash = before
		before = hash_of(row)
		frappe.db.sql(f"update {entry} set previous_hash = %s, entry_hash = %s where name = %s", (row.previous_hash, before, row.name))
	frappe.db.sql(f"update {head} set head_hash = %s where centre = %s", (before, centre))

def cut(seq, with_head=True):
	frappe.db.sql(f"delete from {entry} where seq > %s and centre = %s", (seq, centre))
	if with_head:
		frappe.db.sql(f"delete from {head} where centre = %s", centre)

def copy_of_the_signed_end():
	'''The end as it was signed when the chain was shorter, put back with the chain cut there.'''
	frappe.db.sql(f"delete from {entry} where seq > 2 and centre = %s", centre)
	frappe.db.sql(f"update {head} set seq = 2, head_hash = %s, signature = %s where centre = %s", (*short, centre))

from dianjian_app.incentives.entries.entry_chain import ChainHead, signature_of
second = frappe.db.get_value("Incentive Entry", {"centre": centre, "seq": 2}, "entry_hash")
short = (second, signature_of(ChainHead(centre, 2, second)))  # as a copy of the database of that day has it
attacks = {
	"seq -7": lambda: copy(-7, centre), "seq 0": lambda: copy(0, centre), "seq null": lambda: copy(None, centre),
	"copy": lambda: copy(2, centre), "gap": lambda: copy(last + 5, centre), "appended": lambda: copy(last + 1, centre, last),
	"no centre": lambda: copy(1, None), "empty centre": lambda: copy(1, ""), "unknown centre": lambda: copy(1, "没有这个中心"),
	"amount": lambda: frappe.db.sql(f"update {entry} set amount = amount + 1 where seq = 2"),
	"no hash": lambda: frappe.db.sql(f"update {entry} set entry_hash = null where seq = 2"),
	"rehashed": rehash, "cut": lambda: cut(2, False), "cut with head": lambda: cut(2), "all gone": lambda: cut(0),
	"cut to an earlier end": copy_of_the_signed_end, "unsigned": lambda: frappe.db.sql(f"update {head} set signature = null"),
}
append_only_triggers.set_triggers(True)
entry_constraints.set_constraints(True)
chain_upkeep.verify_daily()
frappe.db.commit()
told["whole"] = all(r.whole for r in chain_walk.check_all_chains())
told["refused by the database"] = []
for name, attack in attacks.items():
	try:
		attack()
	except Exception as error:
		told["refused by the database"].append(name)
	frappe.db.rollback()
append_only_triggers.set_triggers(False)
entry_constraints.set_constraints(False)
frappe.db.sql_ddl(f"alter table {entry} modify seq int null")
told["found"], told["posts on"], told["nightly"] = {}, [], {}
for name, attack in attacks.items():
	attack()
	told["found"][name] = [f"{r.broken or ''} {r.reason}".strip() for r in chain_walk.check_all_chains() if not r.whole]
	try:
		lock_head(centre)
		told["posts on"].append(name)
	except ChainBrokenError:
		pass
	frappe.db.rollback()
append_only_triggers.set_triggers(True)
entry_constraints.set_constraints(True)
told["guards"] = chain_upkeep.missing_guards()
frappe.db.sql_ddl(f"alter table {entry} modify seq int not null default 0")
print("TOLD " + json.dumps(told))
"""


def _told(bench, site, text):
	told = _script(bench, site, text)
	return json.loads(
		next(line for line in told.splitlines() if line.startswith("TOLD ")).removeprefix("TOLD ")
	)


@pytest.mark.usefixtures("filled")
def test_whoever_has_the_database_is_refused_by_it_or_found_by_the_walk(bench):
	told = _told(bench, FROM, ATTACK)
	assert told["whole"] and told["guards"] == []
	inserts = {"seq -7", "seq 0", "seq null", "copy", "no centre", "empty centre"}
	changes = {"amount", "no hash", "rehashed", "cut", "cut with head", "all gone", "cut to an earlier end"}
	assert inserts | changes <= set(told["refused by the database"])
	assert [name for name, reasons in told["found"].items() if not reasons] == []
	assert "COPY--7" in told["found"]["seq -7"][0]
	assert "not signed" in told["found"]["rehashed"][0]
	for name in ("cut with head", "all gone", "cut to an earlier end"):
		assert "noted outside" in str(told["found"][name]) or "no head" in str(told["found"][name]), name
	# what is posted on a forged end would sign it
	assert not {"rehashed", "unsigned", "cut with head"} & set(told["posts on"])


MORE = """
from dianjian_app.incentives.entries import chain_upkeep
from dianjian_app.incentives.entries.entry_chain import lock_head
from dianjian_app.incentives.entries.entry_writer import ENTRY_FIELDS, NewEntry, append_entries
[centre] = frappe.get_all("Incentive Chain Head", pluck="centre")
values = frappe.get_all("Incentive Entry", {"centre": centre, "seq": 1}, [*ENTRY_FIELDS])[0]
append_entries(lock_head(centre), [NewEntry(**{**values, "entry_key": "one more"})])
chain_upkeep.verify_daily()
frappe.db.commit()
"""
NIGHT = "from dianjian_app.incentives.entries import chain_upkeep\nchain_upkeep.verify_daily()\nfrappe.db.commit()\n"


@pytest.mark.usefixtures("filled")
def test_a_restore_is_recorded_and_explains_what_was_noted_and_is_gone(bench, tmp_path):
	_script(bench, FROM, NIGHT)
	dump = tmp_path / "then-database.sql.gz"
	_bench(bench, "--site", FROM, "backup", "--backup-path-db", str(dump))
	assert (tmp_path / "then-database-ledger-notes.jsonl").read_text().count("\n") >= 1
	_script(bench, FROM, MORE)
	_restore(bench, FROM, dump)
	for _again in range(2):  # before and after the night that notes the restore outside
		ran = _bench(bench, "--site", FROM, "verify-ledger")
		assert ran.stdout.count("whole") == 1 and "gone since the restore" in ran.stdout
		_script(bench, FROM, NIGHT)
	# the same rows gone without a restore
	forged = "frappe.db.sql('update `tabIncentive Chain Head` set restored_on = null')\nfrappe.db.commit()\n"
	_script(bench, FROM, MORE)
	short = MORE.split("values =", maxsplit=1)[0] + (
		"from dianjian_app.incentives.entries import append_only_triggers\n"
		"append_only_triggers.set_triggers(False)\n"
		"frappe.db.sql('delete from `tabIncentive Entry` order by seq desc limit 1')\n"
		"append_only_triggers.set_triggers(True)\n"
	)
	_script(bench, FROM, short + forged)
	ran = _run(bench, bench_command(bench, ["--site", FROM, "verify-ledger"]))
	assert ran.returncode == 1 and "BROKEN" in ran.stdout
	_bench(bench, "--site", FROM, "sign-ledger", "--reason", "lost with the disk")
	ran = _bench(bench, "--site", FROM, "verify-ledger")
	assert "lost with the disk" in ran.stdout
