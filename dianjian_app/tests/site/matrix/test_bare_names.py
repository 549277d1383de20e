"""A document that is closed to somebody is answered like one that is not there, where a method takes its name alone (R47)."""

import json

import frappe
import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from dianjian_app import roles
from dianjian_app.gate.entry import check_request
from dianjian_app.gate.method_policy import shipped_policy
from dianjian_app.overrides.document_access import may_read
from dianjian_app.row_ownership import CHILD_TABLES
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.site.asking import ask
from dianjian_app.tests.site.matrix.crowd import nothing_stays, report, sees
from dianjian_app.tests.site.matrix.test_methods import DECORATORS, form_for
from dianjian_app.tests.site.matrix.who_may_call_what import WAYS

pytestmark = pytest.mark.req("R47")
NONE = "none of this name"
IN_LISTS = ("leads", "sheets", "registers", "visits", "rules", "agents", "files")
TAKES_NAMES = [
	(rule.method.removeprefix("dianjian_app."), argument, doctype)
	for rule in shipped_policy().rules.values()
	for argument, doctype in rule.documents.items()
]


def answer_of(user: str, method: str, form: dict) -> tuple[str, str]:
	"""Kind of error and all that is said, of a request that passes the gate as one of the web does."""
	verb = "GET" if "methods=['GET']" in DECORATORS[method] else "POST"
	path = f"/api/method/dianjian_app.{method}"
	with nothing_stays():
		try:
			with as_user(user):
				frappe.local.request = Request(EnvironBuilder(path=path, method=verb).get_environ())
				frappe.local.form_dict = frappe._dict(
					{k: json.dumps(v) if isinstance(v, list | dict) else v for k, v in form.items()}
				)
				check_request()
			return "", str(ask(user, f"dianjian_app.{method}", verb=verb, **form))
		except Exception as error:
			return type(error).__name__, f"{getattr(error, 'http_status_code', '')} {error}"
		finally:
			frappe.local.message_log = []


def closed_names(world, role: str, doctype: str):
	"""A document that the role does not see, or a row of one, of each DocType."""
	if doctype in CHILD_TABLES:
		for parent in CHILD_TABLES[doctype]:
			found = frappe.db.get_value(
				doctype,
				{"parent": ("in", list(world.documents.get(parent, {}).values()))},
				["name", "parent"],
			)
			if found and not may_read(parent, found[1], world.user):
				yield found[0]
	for place, name in sorted(world.documents.get(doctype, {}).items()):
		if not sees(role, doctype, place):
			yield name
			return


def test_methods_that_take_names_are_many():
	assert len({method for method, _argument, _doctype in TAKES_NAMES}) > 100
	assert {method for method, *_ in TAKES_NAMES} <= set(WAYS)


@pytest.mark.parametrize("role", roles.ALL)
def test_closed_and_missing_are_one_answer(crowd, role):
	world, wrong, asked = crowd[role], [], 0
	for method, argument, doctype in TAKES_NAMES:
		way = WAYS[method]
		about = next(iter(world.documents[way.about].values())) if way.about else ""
		for name in closed_names(world, role, doctype):
			answers = []
			for named in (name, NONE):
				form = form_for(way, world, about) | {argument: [named] if argument in IN_LISTS else named}
				kind, said = answer_of(world.user, method, form)
				answers.append((kind, said.replace(name, NONE)))
			asked += 1
			if answers[0] != answers[1]:
				wrong.append(f"{role} | {method} | {argument} | {answers[0]} | {answers[1]}")
	assert asked > 3 or role in (roles.ADMIN, roles.AUDITOR)
	assert not wrong, report(wrong)
