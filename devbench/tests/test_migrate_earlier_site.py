"""`bench migrate` of a site of 0.1 keeps everything: a dump of the demo of before the move, migrated with today's code.

`site_of_0_1.sql.xz` is the demo's site as 0.1 left it after September 2026, whole but for most leads, calls and versions.
"""

from __future__ import annotations

import json
import lzma
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from devbench.frappe_folder import this_bench
from devbench.layout import APP, CHECKOUT, Bench
from devbench.processes import running
from devbench.services import desk_environment, program, root_password
from devbench.sites import bench_command
from dianjian_app.moved_paths import JOBS, METHODS, PATCHES

DUMP = CHECKOUT / APP / "tests/data/site_of_0_1.sql.xz"
SITE, DATABASE = "earlier.localhost", "dj_earlier_site"
MOVED = {f"{APP}.{old}": f"{APP}.{new}" for old, new in {**METHODS, **JOBS, **PATCHES}.items()}

CHANGED_BY_ADMINISTRATORS = """
update `tabScheduled Job Type` set stopped = 1 where method in (
	'dianjian_app.service.recycle.give_back_due', 'dianjian_app.incentives.appeals.escalate',
	'dianjian_app.mailing.notices.run');
update `tabRole` set two_factor_auth = 1, home_page = '/app/hand-out' where name = 'Sales Group Leader';
update `tabWorkflow State` set style = 'Inverse' where name = 'Handed In';
update `tabWorkflow State` set name = '申诉成立', workflow_state_name = '申诉成立' where name = 'Upheld';
update `tabWorkflow Document State` set state = '申诉成立' where state = 'Upheld';
update `tabWorkflow Transition` set next_state = '申诉成立' where next_state = 'Upheld';
update `tabWorkspace` set title = '我的一天' where name = 'My Day';
update `tabPrint Format` set html = '<p>ours</p>', modified = modified + interval 1 hour where name = 'Call Sheet Form';
update `tabNotification` set enabled = 0 where name = 'Visit Missed';
update `tabIncentive Rule` set rule_title = '我们的规则' where family = 'R20';
"""

READ = """
import json, sys
import frappe
frappe.init(site=sys.argv[1], sites_path=".")
frappe.connect()


def found(path):
	try:
		return callable(frappe.get_attr(path))
	except Exception:
		return False


tables = {}
for table in frappe.db.get_tables(cached=False):
	if table.startswith("tab"):
		rows = frappe.db.sql(f"select * from `{table}`", as_dict=True)
		tables[table[3:]] = {str(row.get("name") or f"{row.get('doctype')}.{row.get('field')}"): row for row in rows}
paths = [r.method for t in ("Scheduled Job Type", "Number Card") for r in tables[t].values() if r.method]
tables["?"] = {p: {"found": found(p)} for p in paths if p.startswith("dianjian_app.")}
json.dump(tables, open(sys.argv[2], "w"), default=str)
"""

# what Frappe writes anew at each migrate, and the code's own definitions
DEFINITIONS = (
	*("DocType", "DocField", "DocPerm", "DocType Link", "DocType Action", "DocType State", "Module Def"),
	*("Report", "Report Column", "Report Filter", "Page", "Has Role", "Installed Application", "Language"),
)
# table → what else may change there: the framework's note of the migrate, what is the app's and renewed with it
MAY_CHANGE = {
	# one that nobody has edited is drawn anew; what was edited is looked at by itself
	"Print Format": {"creation", "modified", "html", "css"},
	"Singles": {"modified", "value"},
	"Policy Pack": {"content", "description", "version", "modified", "modified_by"},
	# a figure that released Frappe could not count
	"Number Card": {"method", "document_type"},
	# 短信截流 is a source of its own, no alias any more
	"Channel Source": {"lft", "rgt", "aliases", "modified", "modified_by"},
	"Scheduled Job Type": {"name", "method", "modified", "modified_by"},
	"Scheduled Job Log": {"scheduled_job_type"},
	"Patch Log": {"patch"},
	# promises that a visit or a deal has answered leave the agents' lists
	"Call Lead": {"next_step", "next_step_date"},
	# what counts as a breach, and as a complaint that was solved, has a field of its own now
	"Incentive Metric": {"filters_json", "modified", "modified_by"},
	# awards and promotions are told by notices of their own
	"Notification": {"condition", "modified", "modified_by"},
	# whether the front desk's login is asked for is each centre's
	"Workflow Transition": {"condition", "modified", "modified_by"},
	# tiles and figures that 0.2 brings stand beside those that are there
	"Workspace": {"content"},
	# where a chain ends is signed since the site has a key for it
	"Incentive Chain Head": {"signature"},
}
OPERATIONAL = (
	*("Call Lead", "Call Lead Number", "Phone Vault", "Lead Batch", "Lead Batch Row", "Lead Allocation Item"),
	*("Call Sheet", "Call Sheet Row", "Call Sheet Count", "Invitation Register", "Invitation", "Sales Deal"),
	*("Visit Confirmation", "Daily Ledger", "Incentive Entry", "Incentive Settlement", "Settlement Line"),
	*("Incentive Statement", "Disciplinary Action", "Leave Balance Entry", "Sales Staff", "Sales Group"),
)
"""rows that nobody made stand here after a migrate, either"""

Tables = dict[str, dict[str, dict]]


@dataclass(frozen=True)
class Migrated:
	"""The tables' rows by name, before and after, and what a check of the ledger said."""

	before: Tables
	after: Tables
	ledger: str


def database(bench: Bench, statements: bytes, name: str = "") -> None:
	"""Run SQL as root, in a database or none."""
	command = [program("mariadb", "mysql"), "--no-defaults", f"--socket={bench.mariadb_socket}", "-uroot"]
	command += ["--default-character-set=utf8mb4", name]
	env = {**os.environ, "MYSQL_PWD": root_password(bench)}
	subprocess.run([c for c in command if c], input=statements, env=env, check=True)


def restore(bench: Bench) -> None:
	"""The dump as a site of its own."""
	password = secrets.token_hex(8)
	database(
		bench,
		f"""drop database if exists {DATABASE}; create database {DATABASE} character set utf8mb4
			collate utf8mb4_unicode_ci; create or replace user {DATABASE}@'%' identified by '{password}';
			grant all on {DATABASE}.* to {DATABASE}@'%'; flush privileges;""".encode(),
	)
	database(bench, lzma.decompress(DUMP.read_bytes()), DATABASE)
	database(bench, CHANGED_BY_ADMINISTRATORS.encode(), DATABASE)
	folder = bench.sites / SITE
	for part in ("private/files", "private/backups", "public/files", "logs", "locks"):
		(folder / part).mkdir(parents=True, exist_ok=True)
	config = {"db_name": DATABASE, "db_password": password, "db_type": "mariadb"}
	(folder / "site_config.json").write_text(json.dumps(config))


def in_site(bench: Bench, command: list) -> str:
	done = subprocess.run(
		[str(c) for c in command],
		cwd=bench.sites,
		env={**os.environ, **desk_environment(bench)},
		capture_output=True,
		text=True,
		check=False,
	)
	assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
	return done.stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Migrated]:
	bench = this_bench()
	if not {"mariadb", "redis_cache", "redis_queue"} <= set(running(bench)):
		pytest.skip("needs the services that `make test` starts")
	folder = tmp_path_factory.mktemp("earlier")
	try:
		restore(bench)
		tables = []
		for moment in ("before", "after"):
			path = folder / moment
			in_site(bench, [bench.python, "-c", READ, SITE, path])
			tables.append(json.loads(path.read_text()))
			if moment == "before":
				in_site(bench, bench_command(bench, ["--site", SITE, "migrate", "--skip-search-index"]))
		ledger = in_site(bench, bench_command(bench, ["--site", SITE, "verify-ledger"]))
		yield Migrated(*tables, ledger)
	finally:
		database(bench, f"drop database if exists {DATABASE}; drop user if exists {DATABASE}@'%'".encode())
		shutil.rmtree(bench.sites / SITE, ignore_errors=True)


def new_name(table: str, name: str) -> str:
	"""What a row is called after the move: a timed job is named by the last two parts of its path."""
	if table != "Scheduled Job Type":
		return name
	jobs = {".".join(old.split(".")[-2:]): ".".join(new.split(".")[-2:]) for old, new in MOVED.items()}
	return jobs.get(name, name)


def test_no_row_is_lost_and_none_is_changed_beyond_what_moved(site):
	problems = []
	for table, rows in site.before.items():
		if table in (*DEFINITIONS, "?"):
			continue
		assert table in site.after, f"the table of {table} is lost"
		for name, row in rows.items():
			found = site.after[table].get(new_name(table, name))
			if found is None:
				problems.append(f"{table} {name} is lost")
				continue
			changed = {f for f, value in row.items() if found.get(f) != value} - MAY_CHANGE.get(table, set())
			problems += [
				f"{table} {name}: {field} {row[field]!r} → {found.get(field)!r}" for field in changed
			]
	assert problems == [], "\n".join(problems[:30])


@pytest.mark.parametrize("doctype", OPERATIONAL)
def test_no_operational_row_appears(site, doctype):
	assert site.after[doctype].keys() == site.before[doctype].keys()


def test_what_moved_is_named_by_its_new_path_and_is_found_there(site):
	for table, field in (("Scheduled Job Type", "method"), ("Number Card", "method"), ("Patch Log", "patch")):
		before = {row[field] for row in site.before[table].values() if (row[field] or "").startswith(APP)}
		after = {row[field] for row in site.after[table].values()}
		assert before and {MOVED.get(path, path) for path in before} <= after, table
		assert not after & MOVED.keys(), table
	assert site.after["?"] and all(answer["found"] for answer in site.after["?"].values())


def test_a_job_that_was_stopped_stays_stopped_and_the_others_run(site):
	stopped = {
		MOVED.get(row["method"], row["method"])
		for row in site.before["Scheduled Job Type"].values()
		if row["stopped"]
	}
	assert {row["method"] for row in site.after["Scheduled Job Type"].values() if row["stopped"]} == stopped
	assert len(stopped) == 3


def test_the_log_of_a_timed_job_goes_with_it(site):
	(before,) = site.before["Scheduled Job Log"].values()
	after = site.after["Scheduled Job Log"][str(before["name"])]
	assert after["scheduled_job_type"] == new_name("Scheduled Job Type", before["scheduled_job_type"])
	assert after["scheduled_job_type"] in site.after["Scheduled Job Type"]


def test_what_administrators_changed_stands_as_they_made_it(site):
	role = site.after["Role"]["Sales Group Leader"]
	assert (role["two_factor_auth"], role["home_page"]) == (1, "/app/hand-out")
	states = site.after["Workflow State"]
	assert states["Handed In"]["style"] == "Inverse" and "申诉成立" in states and "Upheld" not in states
	assert site.after["Workspace"]["My Day"]["title"] == "我的一天"
	assert site.after["Print Format"]["Call Sheet Form"]["html"] == "<p>ours</p>"
	assert site.after["Notification"]["Visit Missed"]["enabled"] == 0


def test_workspaces_of_before_get_the_tiles_of_attendance_beside_their_own(site):
	def of(moment, space, table):
		return {row["label"] for row in moment[table].values() if row["parent"] == space}

	leader = of(site.after, "My Group", "Workspace Shortcut")
	assert {"Who Is Here", "My Attendance", "Attendance Month Sheet", "Applications Open"} <= leader
	assert not of(site.before, "My Group", "Workspace Shortcut") & {"Who Is Here", "My Attendance"}
	assert "People Not Here Yet" in of(site.after, "My Centre", "Workspace Number Card")
	assert "Clocking In and Out" in of(site.after, "Telesales", "Workspace Link")
	blocks = json.loads(site.after["Workspace"]["My Group"]["content"])
	kept = json.loads(site.before["Workspace"]["My Group"]["content"])
	assert [block for block in blocks if block in kept] == kept
	shown = {block["data"].get("shortcut_name") for block in blocks}
	assert leader <= shown


def test_the_chain_of_entries_is_whole(site):
	assert "whole" in site.ledger
