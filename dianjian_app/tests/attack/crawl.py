"""Asking every method of the web as one user, with what is not theirs, and judging each answer."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import frappe
from hypothesis import HealthCheck, Phase, given, seed, settings

from dianjian_app.gate.inventory import path_of, web_methods
from dianjian_app.gate.method_policy import shipped_policy
from dianjian_app.row_ownership import owned_doctypes
from dianjian_app.tests.attack.judge import SERVER_ERROR, Breach, Secrets
from dianjian_app.tests.attack.payloads import Aims, arguments_for
from dianjian_app.tests.attack.site import Trace, aims_and_secrets, trace, writes_of

Send = Callable[[str, str, dict], tuple[int, str]]
"""verb, path, form → status and text of the answer"""

CALLS_A_LOOK = 10
"""after so many methods the tables are looked at: looking costs more than asking"""

# they end or change the attacker's own session, or answer only after a long time
LEFT_OUT = frozenset(
	(
		"frappe.handler.logout",
		"frappe.handler.web_logout",
		"frappe.sessions.clear",
		"frappe.core.doctype.user.user.update_password",
		"frappe.core.doctype.user.user.clear_session",
		"frappe.core.doctype.user.user.sign_up",
		"frappe.core.doctype.user.user.reset_password",
	)
)


@dataclass
class Crawl:
	"""One attacker: who they are, how they ask, and what came of it."""

	role: str
	user: str
	send: Send
	examples: int = 3
	random_seed: int = 1
	asked: Counter = field(default_factory=Counter)
	breaches: list[Breach] = field(default_factory=list)
	_calls: list[str] = field(default_factory=list)
	_before: Trace | None = None

	def run(self, every: int = 1, offset: int = 0) -> None:
		"""Ask each method, or each `every`-th from `offset` on, then lists and documents by REST."""
		aims, secrets = aims_and_secrets(self.user)
		self._before = trace()
		for name, function in list(methods())[offset::every]:
			# what the policy closes by name is closed whatever the arguments
			rule = shipped_policy().rule_of(name)
			closed = bool(rule) and rule.method_class == "refused"
			for form in samples(function, aims, 1 if closed else self.examples, self.random_seed):
				self._ask("POST", f"/api/method/{name}", form, secrets)
				if self.examples > 1 and not closed:
					self._ask("GET", f"/api/method/{name}", form, secrets)
			self._look_for_writes(name)
		for doctype in sorted(owned_doctypes())[offset::every]:
			for verb, path, form in rest_calls(doctype, aims):
				self._ask(verb, path, form, secrets)
			self._look_for_writes(f"REST {doctype}")
		self._look_for_writes("", last=True)

	def _ask(self, verb: str, path: str, form: dict, secrets: Secrets) -> None:
		status, text = self.send(verb, path, form)
		sent = path + json.dumps(form, ensure_ascii=False, default=str)
		self.asked[_kind(status)] += 1
		told = secrets.told_by(text, sent)
		if status >= SERVER_ERROR:
			told = ("server error", f"{status} {_last_line(text)}")
		if told:
			self.breaches.append(Breach(told[0], self.role, f"{verb} {path}", sent, told[1]))

	def _look_for_writes(self, call: str, last: bool = False) -> None:
		"""Look at the tables after so many calls; what was written is told with all of them."""
		self._calls.append(call)
		if len(self._calls) < CALLS_A_LOOK and not last:
			return
		for what in writes_of(self.user, self._before):
			self.breaches.append(Breach("write", self.role, ", ".join(self._calls), "", what))
		self._calls, self._before = [], trace()


def methods() -> Iterator[tuple[str, Callable]]:
	"""Every function that the web can call, of Frappe and the app, by its path; methods of documents are asked by REST."""
	found = {path_of(f): f for f in frappe.whitelisted}
	for app in ("frappe", "dianjian_app"):
		for path in sorted(web_methods(app)):
			rule = shipped_policy().rule_of(path)
			if path in LEFT_OUT or any(part[:1].isupper() for part in path.split(".")[:-1]):
				continue
			if rule and path in found:
				yield path, found[path]


def samples(function: Callable, aims: Aims, count: int, random_seed: int) -> list[dict]:
	"""So many sets of arguments, the same for the same seed."""
	found: list[dict] = []

	@seed(random_seed)
	@settings(
		max_examples=count,
		database=None,
		deadline=None,
		phases=[Phase.generate],
		suppress_health_check=list(HealthCheck),
	)
	@given(arguments_for(function, aims))
	def collect(form: dict) -> None:
		found.append(form)

	collect()
	return found[:count]


def rest_calls(doctype: str, aims: Aims) -> Iterator[tuple[str, str, dict]]:
	"""Lists, documents, changes and deletions of a DocType by REST, in the ways that Frappe has."""
	name = aims.foreign.get(doctype, ("not-there",))[0]
	path = f"/api/resource/{doctype}"
	for fields in (["*"], ["name"], ["name", "owner.reset_password_key"], ["max(name) as m"], ["agent.user"]):
		yield "GET", path, {"fields": json.dumps(fields), "limit_page_length": 5}
	yield "GET", path, {"filters": json.dumps([["name", "like", "%"]]), "or_filters": "{"}
	yield "GET", path, {"order_by": "(select 1)", "group_by": "owner"}
	yield "GET", f"{path}/{name}", {}
	yield "GET", f"{path}/{name}", {"run_method": "get_title"}
	yield "PUT", f"{path}/{name}", {"docstatus": 2, "owner": "Guest"}
	yield "DELETE", f"{path}/{name}", {}
	yield "POST", path, {"name": name, "agent": name, "units": 10**30, "amount": "1e400"}


def _kind(status: int) -> str:
	return {2: "given", 3: "elsewhere", 4: "refused", 5: "server error"}.get(status // 100, str(status))


def _last_line(text: str) -> str:
	lines = [line for line in text.replace("\\n", "\n").splitlines() if line.strip()]
	return lines[-1][-200:] if lines else ""
