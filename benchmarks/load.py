"""A sales centre's day at its busiest, against the web server of the desk: nine o'clock, the calls, ten leaders at once.

Run: make benchmark ARGS=load. It starts the desk's own gunicorn on a free port and a site of its own, makes a hundred
agents in ten groups, and sends what the pages send. Bounded: some minutes. Each call has a key, and at the end every key
has one row.
"""

from __future__ import annotations

import itertools
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import frappe

SITE = os.environ["DIANJIAN_SITE"]
SITES = os.environ["DIANJIAN_SITES_PATH"]
GROUPS, CALLS_EACH = 10, int(os.environ.get("DIANJIAN_LOAD_CALLS", "5"))
AGENTS_EACH = int(os.environ.get("DIANJIAN_LOAD_AGENTS", "100")) // GROUPS
WARMING = 8
"""agents whose calls only warm the server"""
AT_ONCE = int(os.environ.get("DIANJIAN_LOAD_AT_ONCE", "50"))
LOG = "/api/method/dianjian_app.calls.log_call.log_call"
HAND_IN = "/api/method/dianjian_app.calls.review.hand_in"
HAND_OUT = "/api/method/dianjian_app.resources.pool.allocation.hand_out"
HAND_OUTS_EACH, LEADS_A_HAND_OUT = 6, 10
CONFIRM = "/api/method/dianjian_app.calls.review.confirm_all"
TRIES = 4
"""how often the page sends a call again, with the same key"""


@dataclass(frozen=True)
class Person:
	"""Somebody who sends requests: name, Authorization header, and an agent's leads."""

	name: str
	key: str
	group: str
	leads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
	"""What a request came to: seconds, status (0: no answer), tries, and what was said."""

	seconds: float
	status: int
	tries: int = 1
	said: str = ""


def main() -> None:
	"""Measure and print."""
	agents, leaders = people()
	with web_server() as port:
		of_group = {person.group: person.name for person in agents}
		send(
			port,
			leaders[0],
			HAND_OUT,
			{"sales_group": leaders[0].group, "quotas": {of_group[leaders[0].group]: 1}},
		)
		given = burst(
			[
				lambda p=p: send(
					port,
					p,
					HAND_OUT,
					{"sales_group": p.group, "quotas": {of_group[p.group]: LEADS_A_HAND_OUT}},
				)
				for p in leaders
				for _ in range(HAND_OUTS_EACH)
			],
			len(leaders) * HAND_OUTS_EACH,
		)
		tell(f"hand-outs of {LEADS_A_HAND_OUT} leads in one centre", given)
		# others have called before nine, so that each worker has read its code and the DocTypes
		early, agents = agents[:WARMING], agents[WARMING:]
		for n in range(CALLS_EACH):
			burst([lambda a=a, n=n: call(port, a, n) for a in early])
		first = burst([lambda a=a: call(port, a, 0) for a in agents])
		tell(f"first calls of {len(agents)} agents", first)
		later = [
			answer
			for n in range(1, CALLS_EACH)
			for answer in burst([lambda a=a, n=n: call(port, a, n) for a in agents])
		]
		tell("later calls", later)
		print(f"first against later calls, median: {median(first) / median(later):.2f} (wanted: under 2)")
		sheets = sheets_of(agents)
		hand_in = burst([lambda a=a: send(port, a, HAND_IN, {"sheet": sheets[a.name]}) for a in agents])
		tell("handing in", hand_in)
		today = frappe.utils.today()
		confirmed = burst(
			[lambda p=p: send(port, p, CONFIRM, {"date": today}) for p in leaders], len(leaders)
		)
		tell("ten leaders confirm at once", confirmed)
	check_rows(agents)


def people() -> tuple[list[Person], list[Person]]:
	"""The centre's agents with their leads, and its leaders; committed."""
	from dianjian_app.ledger.build import rebuild
	from dianjian_app.people.period import Period
	from dianjian_app.tests import builders
	from dianjian_app.tests.builders.people import a_centre, a_group, an_agent, the_leader
	from dianjian_app.tests.builders.resources import a_lead
	from dianjian_app.tests.site.matrix.web import a_key

	os.chdir(SITES)
	frappe.init(site=SITE, sites_path=SITES)
	frappe.connect()
	frappe.flags.in_test = True  # as the builders expect
	frappe.local.conf["throttle_user_limit"] = 100_000
	builders._numbers = itertools.count(int(time.time() * 10) % 300_000_000)
	centre = a_centre()
	agents, leaders = [], []
	for _ in range(GROUPS):
		group = a_group(centre)
		leader = the_leader(group)
		leaders.append(Person(leader.name, a_key(leader.user), group.name))
		for _ in range(HAND_OUTS_EACH * LEADS_A_HAND_OUT + 1):
			a_lead(group=group)
		for _ in range(AGENTS_EACH):
			agent = an_agent(group)
			leads = tuple(a_lead(agent=agent).name for _ in range(CALLS_EACH))
			agents.append(Person(agent.name, a_key(agent.user), group.name, leads))
	# the hourly job has made the day's lines
	rebuild(centre.name, Period.day(frappe.utils.getdate()))
	frappe.db.commit()
	return agents, leaders


@contextmanager
def web_server() -> Iterator[int]:
	"""The desk's web server, two workers with eight threads, on a free port."""
	from dianjian_app.tests.browser.server import free_port

	port = free_port()
	command = [sys.executable, "-m", "gunicorn", "devbench.wsgi:application", "--bind", f"127.0.0.1:{port}"]
	command += ["--worker-class", "gthread", "--workers", "2", "--threads", "8", "--timeout", "180"]
	root = str(Path(__file__).resolve().parent.parent)
	environment = {**os.environ, "DEV_SERVER": "0", "PYTHONPATH": root, "PYTHONWARNINGS": "ignore"}
	with open(os.devnull, "w") as nothing:
		process = subprocess.Popen(command, cwd=SITES, env=environment, stdout=nothing, stderr=nothing)
	try:
		_wait_until(port, process)
		yield port
	finally:
		process.terminate()
		process.wait(timeout=20)


def _wait_until(port: int, process: subprocess.Popen) -> None:
	until = time.monotonic() + 90
	while time.monotonic() < until and process.poll() is None:
		if request(port, "", "/api/method/ping", {}).status == 200:
			return
		time.sleep(0.5)
	raise RuntimeError("the web server does not answer")


def request(port: int, key: str, path: str, sent: dict[str, Any]) -> Answer:
	"""One request."""
	headers = {"Host": SITE, "Accept": "application/json", "Content-Type": "application/json"}
	headers.update({"Authorization": key} if key else {})
	start = time.perf_counter()
	connection = HTTPConnection("127.0.0.1", port, timeout=120)
	try:
		connection.request("POST", path, json.dumps(sent), headers)
		answer = connection.getresponse()
		text = answer.read().decode("utf-8", "replace")
		return Answer(time.perf_counter() - start, answer.status, said=text[:300])
	except (OSError, HTTPException) as error:
		return Answer(time.perf_counter() - start, 0, said=str(error))
	finally:
		connection.close()


def send(port: int, person: Person, path: str, sent: dict[str, Any]) -> Answer:
	return request(port, person.key, path, sent)


def call(port: int, agent: Person, n: int) -> Answer:
	"""One call of an agent, sent as the page sends it: again with the same key where no answer came."""
	lead = agent.leads[n]
	# every other one is reached, so that the sheet shows its leader nothing odd
	sent = {"lead": lead, "connected": 1 - n % 2, "remarks": "已沟通", "request_key": lead}
	sent.update({} if n % 2 else {"grade": "C"})
	start = time.perf_counter()
	for tries in range(1, TRIES + 1):  # noqa: B007 said in the answer
		answer = request(port, agent.key, LOG, sent)
		if answer.status not in (0, 409, 502, 503, 504):
			break
		time.sleep(1.5)
	return Answer(time.perf_counter() - start, answer.status, tries, answer.said)


def burst(acts: list[Callable[[], Answer]], at_once: int = AT_ONCE) -> list[Answer]:
	"""Do the acts, so many at once."""
	with ThreadPoolExecutor(at_once) as pool:
		return list(pool.map(lambda act: act(), acts))


def sheets_of(agents: list[Person]) -> dict[str, str]:
	"""Agent → the day's sheet."""
	frappe.db.rollback()
	filters = {"agent": ("in", [agent.name for agent in agents])}
	return dict(frappe.get_all("Call Sheet", filters, ["agent", "name"], as_list=True, limit=0))


def median(answers: list[Answer]) -> float:
	return statistics.median(answer.seconds for answer in answers)


def tell(what: str, answers: list[Answer]) -> None:
	"""Print how many, how many errors, how fast."""
	wrong = [answer for answer in answers if answer.status != 200]
	times = sorted(answer.seconds for answer in answers)
	late = times[int(len(times) * 0.95) - 1]
	again = sum(answer.tries > 1 for answer in answers)
	print(
		f"{what:<34} {len(answers):>4}, errors {len(wrong)}, sent again {again},"
		f" median {median(answers):.2f} s, 95 % under {late:.2f} s",
		flush=True,
	)
	for answer in wrong[:3]:
		print(f"  {answer.status}: {answer.said}")


def check_rows(agents: list[Person]) -> None:
	"""Each key has one row, and the confirmed ledger adds up."""
	frappe.db.rollback()
	leads = [lead for agent in agents for lead in agent.leads]
	rows = frappe.get_all("Call Sheet Row", {"lead": ("in", leads)}, pluck="lead", limit=0)
	print(f"calls sent {len(leads)}, rows {len(rows)}, leads with a row {len(set(rows))}")
	names = [agent.name for agent in agents]
	lines = frappe.get_all(
		"Daily Ledger", {"agent": ("in", names), "sheet_state": "Confirmed"}, pluck="calls"
	)
	print(f"confirmed lines {len(lines)}, calls on them {sum(lines)}")


if __name__ == "__main__":
	main()
