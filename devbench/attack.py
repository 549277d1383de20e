"""`make attack`: the hostile crawl over HTTP, against a copy of the demo that is thrown away afterwards."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Sequence

from .build import build
from .demo import FIXED_MONTH, make_demo
from .layout import DEMO_SITE, Bench
from .locks import locked
from .processes import running, stop
from .services import desk_environment, program, root_password, start_on_free_port, stop_all, web
from .sites import configure_site, made
from .steps import run

SITE = "attack.localhost"


def attack(bench: Bench, arguments: Sequence[str]) -> int:
	"""Attack a copy of the demo as every role and as guest. Returns 0 where nothing was found, else 1."""
	before = set(running(bench))
	with locked(bench, "attack"):
		try:
			with locked(bench, "build"):
				build(bench)
				make_demo(bench, None if made(bench, DEMO_SITE) else FIXED_MONTH)
				copy_site(bench, DEMO_SITE, SITE)
			port = start_on_free_port(bench, 8300, lambda port: web(bench, "web-attack", port))
			command = [
				bench.python,
				"-m",
				"dianjian_app.tests.attack",
				SITE,
				f"http://127.0.0.1:{port}",
				bench.demo_json,
			]
			env = {**os.environ, **desk_environment(bench), "DIANJIAN_SITES_PATH": str(bench.sites)}
			return subprocess.run([str(c) for c in [*command, *arguments]], env=env, check=False).returncode
		finally:
			stop(bench, "web-attack")
			stop_all(bench, keep=before)


def copy_site(bench: Bench, source: str, target: str) -> None:
	"""Make a site that is the copy of another: database, configuration and files. A copy that was there is replaced."""
	shutil.rmtree(bench.sites / target, ignore_errors=True)
	shutil.copytree(bench.sites / source, bench.sites / target, symlinks=True)
	config = json.loads((bench.sites / source / "site_config.json").read_text())
	database = "dj_" + hashlib.sha256(target.encode()).hexdigest()[:12]
	log, env = bench.logs / f"copy-{target}.log", {"MYSQL_PWD": root_password(bench)}
	client = [program("mariadb", "mysql"), "--no-defaults", f"--socket={bench.mariadb_socket}", "--user=root"]
	make = (
		f"DROP DATABASE IF EXISTS `{database}`; CREATE DATABASE `{database}`;"
		f"CREATE OR REPLACE USER '{database}'@'%' IDENTIFIED BY '{config['db_password']}';"
		f"GRANT ALL ON `{database}`.* TO '{database}'@'%';"
	)
	run(f"Database of {target}", [*client, "--execute", make], log, env=env)
	dump = bench.cache / f"{target}.sql"
	dumped = [
		program("mariadb-dump", "mysqldump"),
		"--no-defaults",
		f"--socket={bench.mariadb_socket}",
		"--user=root",
	]
	dumped += ["--single-transaction", f"--result-file={dump}", config["db_name"]]
	run(f"Copy of {source}", dumped, log, env=env)
	run(f"Data of {target}", [*client, database, "--execute", f"source {dump}"], log, env=env)
	dump.unlink()
	configure_site(bench, target, db_name=database, host_name=f"http://{target}")
