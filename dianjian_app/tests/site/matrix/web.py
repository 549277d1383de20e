"""The site as its web server answers it: whole requests through Frappe's own WSGI application."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import frappe
from frappe.utils.password import set_encrypted_password
from werkzeug.test import Client

from dianjian_app.tests.builders.users import take_away
from dianjian_app.tests.conftest import SITE

# a request has its own connection and its own frappe.local: it runs in a thread of its own
_server = ThreadPoolExecutor(max_workers=1)
_CLEARED = (
	("Sales Group Membership", "parent", "staff"),
	("Staff Spell", "parent", "staff"),
	("Sales Staff", "name", "staff"),
	("Daily Ledger", "centre", "centres"),
	("Sales Group", "centre", "centres"),
	("Sales Centre Season", "parent", "centres"),
	("Weekly Rest Day", "parent", "centres"),
	("Centre Calendar", "parent", "centres"),
	("Sales Centre", "name", "centres"),
)


@dataclass(frozen=True)
class Said:
	"""An answer: status, and what it carries as JSON (None where it is none)."""

	status: int
	json: dict | None


def send(verb: str, path: str, key: str | None = None, client: Client | None = None, **what) -> Said:
	"""One request. key: an Authorization header; client: one that keeps its cookies; what: query_string, json, data."""
	headers = {"X-Frappe-Site-Name": SITE, "Accept": "application/json"}
	if key:
		headers["Authorization"] = key
	return _server.submit(_send, client or Client(_application()), verb, path, headers, what).result(60)


@dataclass(frozen=True)
class Text:
	"""An answer: status, its body as text, and its headers by their names in small letters."""

	status: int
	text: str
	headers: dict[str, str]


def send_raw(verb: str, path: str, key: str | None = None, **what) -> Text:
	"""One request whose answer is read as text, whatever it is; as `send`."""
	headers = {"X-Frappe-Site-Name": SITE, "Accept": "application/json"}
	if key:
		headers["Authorization"] = key
	return _server.submit(_send_raw, Client(_application()), verb, path, headers, what).result(120)


def _send_raw(client, verb, path, headers, what) -> Text:
	answer = client.open(path, method=verb, headers=headers, **what)
	headers = {name.lower(): value for name, value in answer.headers.items()}
	return Text(answer.status_code, answer.get_data(as_text=True), headers)


def _application():
	from frappe.app import application

	return application


def _send(client, verb, path, headers, what) -> Said:
	answer = client.open(path, method=verb, headers=headers, **what)
	return Said(answer.status_code, answer.get_json(silent=True))


def a_key(user: str) -> str:
	"""An API key of the user, as the header's value."""
	key, secret = frappe.generate_hash(length=15), frappe.generate_hash(length=15)
	frappe.db.set_value("User", user, "api_key", key)
	set_encrypted_password("User", user, secret, "api_secret")
	return f"token {key}:{secret}"


def clear(worlds) -> None:
	"""Take a committed world away again."""
	frappe.set_user("Administrator")
	frappe.db.rollback()
	first = next(iter(worlds))
	people = [w.person for w in worlds if w.person] + first.others
	users = [w.user for w in worlds]
	names = {
		"staff": [p.name for p in people],
		"centres": [first.a.name, first.b.name],
	}
	for world in worlds:
		for doctype, places in world.documents.items():
			frappe.db.delete(doctype, {"name": ("in", list(places.values()) or [""])})
	for table, field, whose in _CLEARED:
		frappe.db.delete(table, {field: ("in", names[whose])})
	take_away(*users)
	frappe.db.delete("OAuth Client", {"app_name": ("like", "Matrix %")})
	frappe.db.commit()
	for user in users:
		frappe.clear_cache(user=user)
