"""A morning with bad luck: while agents call, a web worker is killed, and then the database.

Run: make benchmark ARGS=outage. Agents send their calls as in `load.py`, again with the same key until an answer comes,
as people press again. At the end each key has one row, and no sheet counts more calls than it has rows.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import frappe
from frappe.query_builder.functions import Count

from benchmarks import load

AT_ONCE = 25
PATIENCE = 120
"""seconds for which somebody presses again"""
PAUSE = 1.5


def main() -> None:
	"""Call, kill, count."""
	agents, _ = load.people()
	with load.web_server() as port:
		load.burst([lambda a=a: load.call(port, a, 0) for a in agents[: load.WARMING]])
		for n, (what, act) in enumerate(
			(("a web worker", kill_a_worker), ("the database", kill_the_database))
		):
			answers = while_calling(port, agents, n + 1, act)
			load.tell(f"calls while {what} is killed", answers)
			report_unanswered(answers)
	check(agents)


def while_calling(
	port: int, agents: list[load.Person], n: int, act: Callable[[int], None]
) -> list[load.Answer]:
	"""The answers to everybody's n-th call, with something killed when about a third of them are in."""
	with ThreadPoolExecutor(AT_ONCE) as pool:
		futures = [pool.submit(press_until_saved, port, agent, n) for agent in agents]
		while sum(future.done() for future in futures) < len(futures) // 3:
			time.sleep(0.02)
		act(port)
		return [future.result() for future in futures]


def press_until_saved(port: int, agent: load.Person, n: int) -> load.Answer:
	"""One call, sent again with the same key until the server says that it is saved."""
	start, tries = time.perf_counter(), 0
	while True:
		answer = load.call(port, agent, n)
		tries += answer.tries
		if answer.status == 200 or time.perf_counter() - start > PATIENCE:
			return load.Answer(time.perf_counter() - start, answer.status, tries, answer.said)
		time.sleep(PAUSE)


def report_unanswered(answers: list[load.Answer]) -> None:
	"""What people read meanwhile is said by the server; how often they had to send again."""
	again = [answer.tries for answer in answers if answer.tries > 1]
	print(f"  sent again by {len(again)}, at most {max(again, default=1)} times")


def kill_a_worker(port: int) -> None:
	"""Kill one of the web server's workers, as a lack of memory does; its master starts another."""
	master = _listener(port)
	workers = [pid for pid in _processes() if _parent(pid) == master]
	os.kill(workers[0], signal.SIGKILL)
	print(f"  web worker {workers[0]} killed")


def kill_the_database(port: int) -> None:
	"""Kill the bench's MariaDB and start it again with the same command, two seconds later."""
	pid = int((Path(load.SITES).parent / "run" / "mariadb.pid").read_text())
	process = Path(f"/proc/{pid}")
	command = [part.decode() for part in process.joinpath("cmdline").read_bytes().split(b"\0") if part]
	pairs = (e.split(b"=", 1) for e in process.joinpath("environ").read_bytes().split(b"\0") if b"=" in e)
	environment = {name.decode(): value.decode() for name, value in pairs}
	os.kill(pid, signal.SIGKILL)
	while process.exists() and _state(pid) != "Z":
		time.sleep(0.05)
	time.sleep(2)
	with open(os.devnull, "r+b") as nothing:
		subprocess.Popen(
			command, env=environment, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
		)
	print(f"  database {pid} killed and started again")


def _processes() -> list[int]:
	return [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]


def _stat(pid: int) -> list[str]:
	try:
		return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
	except OSError:  # it has ended
		return ["Z", "0"]


def _state(pid: int) -> str:
	return _stat(pid)[0]


def _parent(pid: int) -> int:
	return int(_stat(pid)[1])


def _listener(port: int) -> int:
	"""The web server's master: started by this process, with the port in its command."""
	for pid in _processes():
		command = Path(f"/proc/{pid}/cmdline")
		if _parent(pid) == os.getpid() and f"127.0.0.1:{port}".encode() in command.read_bytes():
			return pid
	raise RuntimeError(f"no web server on port {port}")


def check(agents: list[load.Person]) -> None:
	"""Each key one row, each sheet as many calls as rows; what the kill broke off left nothing."""
	frappe.destroy()
	frappe.init(site=load.SITE, sites_path=load.SITES)
	frappe.connect()
	sent = [agent.leads[n] for agent in agents for n in (1, 2)]
	rows = frappe.get_all("Call Sheet Row", {"lead": ("in", sent)}, ["lead", "parent"], limit=0)
	sheets = frappe.get_all(
		"Call Sheet", {"agent": ("in", [agent.name for agent in agents])}, ["name", "calls_total"], limit=0
	)
	row = frappe.qb.DocType("Call Sheet Row")
	counted = frappe.qb.from_(row).where(row.parent.isin([sheet.name for sheet in sheets]))
	on_sheet = dict(counted.groupby(row.parent).select(row.parent, Count("*")).run())
	wrong = [sheet.name for sheet in sheets if sheet.calls_total != on_sheet.get(sheet.name, 0)]
	print(f"keys sent {len(sent)}, rows {len(rows)}, keys with a row {len({row.lead for row in rows})}")
	print(f"sheets {len(sheets)}, with another count than their rows {len(wrong)}")
	if len(rows) != len(sent) or wrong:
		raise SystemExit("a call was lost or written twice")


if __name__ == "__main__":
	main()
