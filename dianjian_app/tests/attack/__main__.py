"""`python -m dianjian_app.tests.attack SITE URL LOGINS`: the whole crawl over HTTP; `make attack` calls it.

LOGINS: a JSON file {"users": {role: {"user": …, "password": …}}}. Exit code 0: nothing was found; 1: breaches, listed.
A second centre with people of its own is made on the site first, and attacked from and by (`--one-centre`: not). The
site is changed by that, and where an attacker may write for themselves: give it a copy.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from pathlib import Path

import frappe
import requests
from frappe.utils.password import update_password

from dianjian_app.framework_compat import desk_path
from dianjian_app.tests.attack.crawl import Crawl, Send
from dianjian_app.tests.attack.judge import table
from dianjian_app.tests.builders.second_centre import SecondCentre

GUEST = "Guest"
SECONDS = 120
"""longest that one answer may take"""


def sender(url: str, site: str, login: dict | None) -> Send:
	"""Something that asks the served site as a browser does, logged in or as guest."""
	session = requests.Session()
	session.headers.update({"X-Frappe-Site-Name": site, "Accept": "application/json", "Host": site})
	if login:
		form = {"usr": login["user"], "pwd": login["password"]}
		session.post(f"{url}/api/method/login", data=form, timeout=SECONDS).raise_for_status()
		boot = session.get(url + desk_path(), timeout=SECONDS).text
		if 'csrf_token = "' in boot:
			session.headers["X-Frappe-CSRF-Token"] = boot.split('csrf_token = "')[1].split('"')[0]

	def send(verb: str, path: str, form: dict) -> tuple[int, str]:
		data = {k: v if isinstance(v, str) else json.dumps(v, default=str) for k, v in form.items()}
		where = {"params": data} if verb == "GET" else {"data": data}
		answer = session.request(verb, url + path, timeout=SECONDS, allow_redirects=False, **where)
		return answer.status_code, answer.text

	return send


def second_centre() -> dict[str, dict]:
	"""Make a second centre on the site. Returns the logins of its people by role, marked as those of the second."""
	frappe.set_user("Administrator")
	frappe.flags.in_test = True  # its people have no mailboxes
	logins = {}
	for role, person in SecondCentre().people.items():
		password = frappe.generate_hash(length=16)
		update_password(person.user, password)
		logins[f"{role} of the second centre"] = {"user": person.user, "password": password}
	frappe.db.commit()
	frappe.flags.in_test = False
	return logins


def main() -> int:
	parser = argparse.ArgumentParser(prog="attack", description=__doc__)
	parser.add_argument("site")
	parser.add_argument("url")
	parser.add_argument("logins", type=Path)
	parser.add_argument("--examples", type=int, default=3, help="sets of arguments for each method")
	parser.add_argument("--seed", type=int, default=1)
	parser.add_argument("--role", action="append", help="only these roles")
	parser.add_argument("--one-centre", action="store_true", help="make no second centre")
	given = parser.parse_args()
	sites = os.environ["DIANJIAN_SITES_PATH"]
	os.chdir(sites)
	frappe.init(given.site, sites_path=sites)
	frappe.connect()
	logins = {**json.loads(given.logins.read_text())["users"], GUEST: None}
	if not given.one_centre:
		logins.update(second_centre())
	asked: Counter = Counter()
	breaches = []
	for role, login in logins.items():
		if given.role and not any(role.startswith(wanted) for wanted in given.role):
			continue
		crawl = Crawl(
			role,
			login["user"] if login else GUEST,
			sender(given.url, given.site, login),
			given.examples,
			given.seed,
		)
		crawl.run()
		asked += crawl.asked
		breaches += crawl.breaches
		print(f"{role}: {sum(crawl.asked.values())} requests, {len(crawl.breaches)} breaches", flush=True)
		print(table(crawl.breaches, {}, [role]) if crawl.breaches else "", flush=True)
	print(table(breaches, dict(asked), list(logins)))
	return 1 if breaches else 0


if __name__ == "__main__":
	sys.exit(main())
