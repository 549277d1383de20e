"""The services of a bench and how each is started: MariaDB, Redis twice, web, socket server, worker, scheduler."""

from __future__ import annotations

import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from .console import BenchError, Step
from .layout import APP, CHECKOUT, DEMO_SITE, DEVBENCH, Bench
from .node import node_path, node_program
from .ports import free_port, is_free, settle_ports, stored
from .processes import Service, running, start, started_at, stop
from .steps import run

DATA = ("mariadb", "redis_cache", "redis_queue")
DESK = ("web", "socketio", "worker", "scheduler")
SBIN = ":/usr/sbin:/usr/local/sbin:/sbin"


def program(*names: str) -> str:
	"""The first of these programs that the machine has."""
	for name in names:
		found = shutil.which(name, path=os.environ.get("PATH", "") + SBIN)
		if found:
			return found
	raise BenchError(f"The program {names[0]} is not there.", "Run `make demo`: it installs what is missing.")


def listens(port: int) -> Callable[[], bool]:
	def check() -> bool:
		with socket.socket() as s:
			s.settimeout(1)
			return s.connect_ex(("127.0.0.1", port)) == 0

	return check


def root_password(bench: Bench) -> str:
	"""The private database's root password, made once."""
	path = bench.root / "database-password"
	if not path.exists():
		part = path.with_suffix(".part")
		part.touch(mode=0o600)
		part.write_text(secrets.token_hex(16))
		part.replace(path)
	return path.read_text()


def prepare_database(bench: Bench) -> None:
	"""Make the empty data folder of MariaDB; whole or not at all, and never over one that is there."""
	target = bench.data / "mariadb"
	if target.exists():
		return
	part = bench.data / "mariadb.part"
	shutil.rmtree(part, ignore_errors=True)
	log = bench.logs / "mariadb-install.log"
	command = [program("mariadb-install-db", "mysql_install_db"), "--no-defaults", f"--datadir={part}"]
	command += [
		f"--user={pwd.getpwuid(os.getuid()).pw_name}",
		"--auth-root-authentication-method=normal",
		"--skip-test-db",
	]

	run("Database files", command, log)
	part.rename(target)


def mariadb(bench: Bench, port: int) -> Service:
	memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_000_000
	password = root_password(bench)
	init = bench.run / "mariadb-init.sql"
	# Runs at each start, so an interrupted first run is mended. The anonymous users would shadow 'site'@'%'.
	init.touch(mode=0o600)
	init.write_text(
		"DELETE FROM mysql.global_priv WHERE User='';\n"
		f"FLUSH PRIVILEGES;\nALTER USER IF EXISTS 'root'@'localhost' IDENTIFIED BY '{password}';\n"
		f"ALTER USER IF EXISTS 'root'@'127.0.0.1' IDENTIFIED BY '{password}';\n"
		"DELETE FROM mysql.global_priv WHERE User='root' AND Host NOT IN ('localhost','127.0.0.1');\nFLUSH PRIVILEGES;\n"
	)
	config = bench.run / "mariadb.cnf"
	config.write_text(
		f"""[mysqld]
datadir={bench.data / "mariadb"}
socket={bench.mariadb_socket}
pid-file={bench.run / "mariadb.pid"}
init-file={init}
port={port}
bind-address=127.0.0.1
user={pwd.getpwuid(os.getuid()).pw_name}
character-set-server=utf8mb4
collation-server=utf8mb4_unicode_ci
skip-log-bin
skip-name-resolve
performance_schema=OFF
max_allowed_packet=64M
max_connections=200
table_open_cache=4000
innodb_buffer_pool_size={min(1024, max(128, memory // 4))}M
innodb_log_file_size=128M
innodb_flush_log_at_trx_commit=2
"""
	)
	return Service(
		"mariadb",
		[program("mariadbd", "mysqld"), f"--defaults-file={config}"],
		bench.data,
		lambda: _database_answers(bench, port, password),
		port,
		start_seconds=120,
	)


def _database_answers(bench: Bench, port: int, password: str) -> bool:
	if not listens(port)():
		return False
	check = (
		f"import pymysql; pymysql.connect(host='127.0.0.1', port={port}, user='root', password='{password}')"
	)
	return subprocess.run([bench.python, "-c", check], capture_output=True, check=False).returncode == 0


def redis(bench: Bench, name: str, port: int) -> Service:
	folder = bench.data / name
	folder.mkdir(exist_ok=True)
	command = [
		program("redis-server"),
		"--port",
		str(port),
		"--bind",
		"127.0.0.1",
		"--dir",
		str(folder),
		"--save",
		"",
	]
	# With a title of its own the process would write over the mark it is known by.
	command += ["--set-proc-title", "no"]
	# The queue's jobs outlive a stop; the cache need not.
	command += ["--appendonly", "yes" if name == "redis_queue" else "no"]
	return Service(name, command, folder, listens(port), port)


def desk(bench: Bench, ports: dict[str, int]) -> list[Service]:
	python, sites = bench.python, bench.sites
	frappe_command = [python, "-m", "frappe.utils.bench_helper", "frappe"]
	env = desk_environment(bench)
	return [
		web(bench, "web", ports["web"]),
		socket_server(bench, ports["socketio"]),
		Service(
			"worker",
			[*frappe_command, "worker", "--queue", "short,default,long"],
			sites,
			lambda: True,
			env=env,
			settle_seconds=1,
		),
		Service("scheduler", [*frappe_command, "schedule"], sites, lambda: True, env=env, settle_seconds=1),
	]


def socket_server(bench: Bench, port: int) -> Service:
	"""Frappe's own socket server; for the registry's package, which has none, the one of `devbench/socketio`."""
	folder = DEVBENCH / "socketio"
	command: list[str | Path] = ["node", folder / "server.mjs", bench.root]
	if bench.source:
		# It asks the web server by the site's name, and not every machine knows that *.localhost is itself.
		command = [node_program(bench), "--require", folder / "localhost.cjs", bench.frappe / "socketio.js"]
	return Service("socketio", command, bench.sites, listens(port), port, desk_environment(bench))


def desk_environment(bench: Bench) -> dict[str, str]:
	"""What a process that runs the app needs.

	DEV_SERVER is off, as it is where people run Frappe: with it Frappe reads a DocType's row from the database each time
	a document is made, half of all statements. What the desk needs of it, wsgi.py tells the pages.
	"""
	return {
		"DEV_SERVER": "0",
		"FRAPPE_BENCH_ROOT": str(bench.root),
		"PYTHONUNBUFFERED": "1",
		"PYTHONWARNINGS": "ignore",
		"PYTHONPATH": str(CHECKOUT),
		"PATH": f"{bench.env / 'bin'}:{node_path(bench)}",
	}


def web(bench: Bench, name: str, port: int, *, reload: bool = False) -> Service:
	"""A web server for all sites, chosen by the Host header; threads, so that several browsers can be served at once."""
	command: list[str | Path] = [
		bench.python,
		"-m",
		"gunicorn",
		"devbench.wsgi:application",
		"--bind",
		f"127.0.0.1:{port}",
	]
	command += [
		"--worker-class",
		"gthread",
		"--workers",
		"2",
		"--threads",
		"8",
		"--timeout",
		"180",
		"--keep-alive",
		"5",
	]
	command += ["--reload"] if reload else []
	return Service(name, command, bench.sites, listens(port), port, desk_environment(bench), start_seconds=90)


def start_on_free_port(bench: Bench, first: int, service: Callable[[int], Service]) -> int:
	"""Start a service on the first free port from `first` on, and say which; on a later one where others were faster."""
	taken = set(stored(bench).values())
	for tries_left in (2, 1, 0):
		port = free_port(first, taken)
		try:
			start(bench, service(port))
			break
		except BenchError:
			if not tries_left or is_free(port):
				raise
			taken.add(port)
	return port


def write_common_config(bench: Bench, ports: dict[str, int]) -> None:
	"""The sites' common settings: where database, Redis and socket server are."""
	path = bench.sites / "common_site_config.json"
	before = json.loads(path.read_text()) if path.exists() else {}
	config = {
		**before,
		"db_host": "127.0.0.1",
		"db_port": ports["mariadb"],
		"redis_cache": f"redis://127.0.0.1:{ports['redis_cache']}",
		"redis_queue": f"redis://127.0.0.1:{ports['redis_queue']}",
		"socketio_port": ports["socketio"],
		"webserver_port": ports["web"],
		"bench_id": bench.root.parent.name + "-" + str(ports["redis_queue"]),
		"serve_default_site": False,
		"default_site": DEMO_SITE,
	}
	if config != before:
		part = path.with_suffix(".part")
		part.write_text(json.dumps(config, indent=1, sort_keys=True))
		part.replace(path)


def start_data(bench: Bench) -> dict[str, int]:
	"""Start MariaDB and Redis unless they run. Returns the bench's ports."""
	ports = settle_ports(bench, set(running(bench)))
	write_common_config(bench, ports)
	if all(name in running(bench) for name in DATA):
		return ports
	with Step("MariaDB and Redis"):
		for service in (mariadb(bench, ports["mariadb"]), *(redis(bench, n, ports[n]) for n in DATA[1:])):
			start(bench, service)
	return ports


def start_desk(bench: Bench) -> dict[str, int]:
	"""Start desk, socket server, worker and scheduler unless they run; anew where the app's code is newer."""
	ports = start_data(bench)
	refresh_stale(bench, DESK)
	if all(name in running(bench) for name in DESK):
		return ports
	with Step("Desk, socket server, worker and scheduler"):
		for service in desk(bench, ports):
			start(bench, service)
	return ports


def refresh_stale(bench: Bench, names: Sequence[str]) -> None:
	"""Stop those services that started before the checkout's code, Frappe or the ports changed; they start anew then."""
	alive = running(bench)
	marks = (bench.root / "ports.json", bench.stamps / "frappe", bench.stamps / "python")
	changed = max(newest_code(), *(mark.stat().st_mtime for mark in marks))
	for name in names:
		# The kernel gives the time of a start to a second or two.
		if name in alive and started_at(alive[name]) < changed - 2:
			stop(bench, name)


def newest_code() -> float:
	"""When the app's Python or the bench's own code was last changed."""
	files = [*(CHECKOUT / APP).glob("**/*.py"), *DEVBENCH.glob("*.py"), *DEVBENCH.glob("socketio/*.?js")]
	return max(f.stat().st_mtime for f in files if "tests" not in f.parts)


def stop_all(bench: Bench, keep: Collection[str] = ()) -> list[str]:
	"""Stop the services of this bench but those to keep, the desk first. Returns the names of the stopped."""
	names = sorted(set(running(bench)) - set(keep), key=lambda n: (n in DATA, n))
	return [name for name in names if stop(bench, name, 120 if name == "mariadb" else 20)]


def address(bench: Bench, site: str) -> str:
	"""The desk's address of a site."""
	return f"http://{site}:{stored(bench)['web']}"
