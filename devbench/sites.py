"""Sites of a bench: made once, set up, migrated when the app's schema changed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from .console import BenchError
from .layout import APP, CHECKOUT, DEMO_SITE, DEVBENCH, Bench
from .locks import locked
from .services import desk_environment, program, root_password
from .stamps import Stamp, digest, files_digest
from .steps import run

ADMIN_PASSWORD = "admin"
FINISH_SETUP = DEVBENCH / "insite" / "finish_setup.py"

# What `migrate` reads: when one of these changes, a site has to be migrated.
SCHEMA = (
	"**/*.json",
	"hooks.py",
	"modules.txt",
	"patches.txt",
	"patches/**/*.py",
	"setup/**/*.py",
	"translations/**/*.csv",
)


def bench_command(bench: Bench, arguments: Sequence[str]) -> list[str | Path]:
	return [bench.python, "-m", "frappe.utils.bench_helper", "frappe", *arguments]


def run_bench(bench: Bench, arguments: Sequence[str]) -> int:
	"""Run a site command in the terminal and return its exit code."""
	env = {**os.environ, **desk_environment(bench), "DEV_SERVER": os.environ.get("DEV_SERVER", "0")}
	# Commands run in sites/, so a file named from where the caller stands is given in full.
	given = [str(Path(a).resolve()) if not a.startswith("-") and Path(a).is_file() else a for a in arguments]
	return subprocess.run(bench_command(bench, given), cwd=bench.sites, env=env, check=False).returncode


def schema_digest(bench: Bench) -> str:
	"""What a site was made or migrated with: the app's schema and, where Frappe is a folder, that Frappe."""
	schema = files_digest(CHECKOUT / APP, SCHEMA)
	return digest(schema, (bench.stamps / "frappe").read_text()) if bench.source else schema


def configure_site(bench: Bench, site: str, **settings: object) -> None:
	"""Write settings into the site's site_config.json, whole or not at all."""
	path = bench.sites / site / "site_config.json"
	before = json.loads(path.read_text())
	after = {**before, **settings}
	if after != before:
		part = path.with_suffix(".part")
		part.write_text(json.dumps(after, indent=1, sort_keys=True))
		part.replace(path)


def made(bench: Bench, site: str) -> bool:
	"""Whether the site was made to its end."""
	return (
		Stamp(bench, f"site-{site}", "made").exists() and (bench.sites / site / "site_config.json").exists()
	)


def make_site(
	bench: Bench, site: str, *, tests: bool, developer: bool = False, scheduler: bool = False
) -> None:
	"""Make a site with the app: Chinese, Shanghai time, wizard done. A half-made one is made anew.

	`tests` allows tests on it, `developer` lets DocType edits write into the checkout, `scheduler` runs its timed jobs.
	The first site for tests is kept as a dump; the next ones of the same schema are quick copies of it.
	"""
	if made(bench, site):
		return
	with locked(bench, "new-site"):
		unmake_site(bench, site)
		kept = _kept_test_site(bench) if tests and not (developer or scheduler) else None
		if kept and kept.exists():
			_new_site(bench, site, kept)
			secrets = json.loads(kept.with_suffix(".json").read_text())
			configure_site(
				bench, site, developer_mode=0, host_name=f"http://{site}", allow_tests=True, **secrets
			)
		else:
			_new_site_with_app(bench, site, tests=tests, developer=developer, scheduler=scheduler)
			if kept:
				_keep_test_site(bench, site, kept)
		Stamp(bench, f"schema-{site}", schema_digest(bench)).set()
		Stamp(bench, f"site-{site}", "made").set()


def _new_site_with_app(bench: Bench, site: str, *, tests: bool, developer: bool, scheduler: bool) -> None:
	env = desk_environment(bench)
	_new_site(bench, site)
	configure_site(bench, site, developer_mode=0, allow_tests=tests, host_name=f"http://{site}")
	install = bench_command(bench, ["--site", site, "install-app", APP])
	run(f"The app on {site}", install, bench.logs / f"app-{site}.log", cwd=bench.sites, env=env)
	finish = [bench.python, FINISH_SETUP, site, *(["--scheduler"] if scheduler else [])]
	run(f"Setup wizard of {site}", finish, bench.logs / f"wizard-{site}.log", cwd=bench.sites, env=env)
	configure_site(bench, site, developer_mode=int(developer), allow_tests=tests)


def _kept_empty_site(bench: Bench) -> Path:
	"""Where the dump of a site with Frappe alone is kept."""
	return (
		bench.cache / f"frappe-site-{digest((bench.stamps / 'frappe').read_text(), ADMIN_PASSWORD)[:12]}.sql"
	)


def _kept_test_site(bench: Bench) -> Path:
	"""Where the dump of a new site for tests is kept, by everything that it is made from; its keys lie beside it."""
	made_from = digest(
		(bench.stamps / "frappe").read_text(), schema_digest(bench), FINISH_SETUP, ADMIN_PASSWORD
	)
	return bench.cache / f"test-site-{made_from[:12]}.sql"


def _keep_test_site(bench: Bench, site: str, kept: Path) -> None:
	"""Keep a new site for tests, in place of what was kept of an earlier schema."""
	for earlier in bench.cache.glob("test-site-*"):
		earlier.unlink()
	config = json.loads((bench.sites / site / "site_config.json").read_text())
	keys = {name: value for name, value in config.items() if name.endswith("_key")}
	kept.with_suffix(".json").touch(mode=0o600)
	kept.with_suffix(".json").write_text(json.dumps(keys))
	_dump(bench, site, kept)


def _database(site: str) -> str:
	return "dj_" + hashlib.sha256(site.encode()).hexdigest()[:12]


def _new_site(bench: Bench, site: str, dump: Path | None = None) -> None:
	"""A site from a dump of one, whose apps it has. Where there is no dump yet, Frappe makes the site, and it is kept."""
	dump = dump or _kept_empty_site(bench)
	database = _database(site)
	_drop_user(bench, database)
	arguments = ["new-site", site, "--force", "--no-mariadb-socket", "--db-name", database]
	arguments += ["--db-root-username", "root", "--db-root-password", root_password(bench)]
	arguments += ["--admin-password", ADMIN_PASSWORD]
	arguments += ["--source-sql", str(dump)] if dump.exists() else []
	log, env = bench.logs / f"site-{site}.log", desk_environment(bench)
	run(f"Site {site}", bench_command(bench, arguments), log, cwd=bench.sites, env=env)
	if not dump.exists():
		_dump(bench, site, dump)


def _dump(bench: Bench, site: str, path: Path) -> None:
	"""Write the site's database to a file, whole or not at all. Its triggers belong to whoever restores it."""
	part = path.with_suffix(".part")
	program = _as_root(bench, "mariadb-dump", "mysqldump")
	command = [*program, "--single-transaction", f"--result-file={part}", _database(site)]
	log = bench.logs / f"site-{site}.log"
	run("Dump of the new site", command, log, env={"MYSQL_PWD": root_password(bench)})
	definer = re.compile(rb"/\*!\d+ DEFINER=[^*]*\*/ (?=/\*!\d+ trigger)", re.IGNORECASE)
	part.write_bytes(definer.sub(b"", part.read_bytes()))
	part.rename(path)


def _drop_user(bench: Bench, user: str) -> None:
	"""Drop the database user that an earlier site of the name had: Frappe 16 keeps it with its old password."""
	statement = f"DROP USER IF EXISTS '{user}'@'%', '{user}'@'localhost'"
	command = [*_as_root(bench, "mariadb", "mysql"), f"--execute={statement}"]
	env = {**os.environ, "MYSQL_PWD": root_password(bench)}
	done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
	if done.returncode:
		raise BenchError(
			f"The database refused {statement}: {done.stderr.strip()}",
			"Run `make stop`, then the same again.",
		)


def _as_root(bench: Bench, *names: str) -> list[str]:
	"""A MariaDB program that speaks to the bench's database as root; the password goes into MYSQL_PWD."""
	return [program(*names), "--no-defaults", f"--socket={bench.mariadb_socket}", "--user=root"]


def unmake_site(bench: Bench, site: str) -> None:
	"""Have the site made anew by the next `make_site`; its files go now, its database then."""
	Stamp(bench, f"site-{site}", "").clear()
	Stamp(bench, f"schema-{site}", "").clear()
	if site == DEMO_SITE:
		Stamp(bench, "demo-loaded", "").clear()
	shutil.rmtree(bench.sites / site, ignore_errors=True)


def remake_if_changed(bench: Bench, site: str) -> None:
	"""Throw a test site away when the app's schema or seeds changed, so that tests see what a new site gets."""
	if made(bench, site) and not Stamp(bench, f"schema-{site}", schema_digest(bench)).done():
		unmake_site(bench, site)


def migrate_if_changed(bench: Bench, site: str) -> None:
	"""Bring the site's schema up to the checkout's; nothing is done when it is."""
	stamp = Stamp(bench, f"schema-{site}", schema_digest(bench))
	if stamp.done():
		return
	command = bench_command(bench, ["--site", site, "migrate", "--skip-search-index"])
	log = bench.logs / f"migrate-{site}.log"
	run(f"Migrate {site}", command, log, cwd=bench.sites, env=desk_environment(bench))
	stamp.set()


def need_site(bench: Bench, site: str) -> None:
	if not (bench.sites / site / "site_config.json").exists():
		raise BenchError(f"There is no site {site}.", f"Make it: devbench/bench new-dev-site {site}")
