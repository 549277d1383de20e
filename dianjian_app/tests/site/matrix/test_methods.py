"""Every method that the app opens to the web: who is let in, about whose documents, and everybody else is not (R47)."""

import ast
import json
from pathlib import Path

import frappe
import pytest

import dianjian_app
from dianjian_app import roles
from dianjian_app.tests.site.asking import ask, names_in
from dianjian_app.tests.site.matrix.crowd import CODE, by_code, nothing_stays, report
from dianjian_app.tests.site.matrix.way import ANYBODY, READERS
from dianjian_app.tests.site.matrix.who_may_call_what import GUESTS, WAYS
from dianjian_app.tests.site.who_sees_what import PLACES_OF_LEVEL, SEES

pytestmark = pytest.mark.req("R47")
ROOT = Path(dianjian_app.__file__).parent


def opened_to_the_web() -> dict[str, str]:
	"""Dotted name → decorator of every @frappe.whitelist in the app, read from its files."""
	found = {}
	for path in sorted(ROOT.rglob("*.py")):
		module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
		if module.startswith("tests."):
			continue
		for node in ast.walk(ast.parse(path.read_text("utf-8"))):
			for decorator in getattr(node, "decorator_list", ()):
				if "whitelist" in ast.unparse(decorator):
					found[f"{module}.{node.name}"] = ast.unparse(decorator)
	return found


DECORATORS = opened_to_the_web()


def test_every_method_has_its_row_and_every_row_its_method():
	assert set(DECORATORS) == set(WAYS) | set(GUESTS)


def test_what_writes_is_asked_for_by_post_alone_and_guests_are_named():
	for name, decorator in DECORATORS.items():
		assert ("allow_guest=True" in decorator) == (name in GUESTS), name
		if name in GUESTS or WAYS[name].writes:
			assert "methods=['POST']" in decorator, f"{name} writes and may be asked for by GET"


def form_for(way, world, name: str) -> dict:
	text = json.dumps(way.form, ensure_ascii=False).replace("{name}", name).replace("{group}", world.two.name)
	return json.loads(text)


def expected(way, role, place) -> bool:
	"""Whether the table lets the role in about a document of that place."""
	if way.who == ANYBODY:
		return True
	if f"{CODE[role]}:{place}" in way.never.split():
		return False
	if way.about is None:
		return CODE[role] in way.who.split()
	levels = by_code(SEES[way.about] if way.who == READERS else way.who)
	level = levels.get(CODE[role], "")
	if way.about == "Sales Staff" and level == "own" and place != "own":
		return False
	return place in PLACES_OF_LEVEL[level]


def visible(way, role, place) -> bool:
	"""Whether the role sees the document itself."""
	return bool(way.about) and place in PLACES_OF_LEVEL[by_code(SEES[way.about]).get(CODE[role], "")]


def outcome(user, name, form) -> tuple[str, object]:
	"""in, refused or failed, and the answer; what fails otherwise does so behind the door."""
	verb = "GET" if "methods=['GET']" in DECORATORS[name] else "POST"
	with nothing_stays():
		try:
			return "in", ask(user, f"dianjian_app.{name}", verb=verb, **form)
		except frappe.PermissionError:
			return "refused", None
		except Exception as error:
			# Frappe 15.0 raises this ValidationError from has_permission(throw=True)
			said = "refused" if str(error).startswith("No permission for") else "failed"
			return said, f"{type(error).__name__}: {error}"


def told_of_strangers(world, answer, form) -> set[str]:
	"""Names of the other centre and of what lies in it that an answer tells."""
	names = {world.b.name, world.three.name, world.others[2].name, f"{world.a.name}-other_centre"}
	said = json.dumps(form, ensure_ascii=False)
	return names_in(answer, {n for n in names if n not in said})


@pytest.mark.parametrize("role", roles.ALL)
def test_a_method_lets_in_whom_the_table_names_about_their_own_documents(crowd, lines, role):
	world, wrong = crowd[role], []
	for method, way in WAYS.items():
		for place, name in (world.documents[way.about] if way.about else {"": ""}).items():
			form = form_for(way, world, name)
			found, answer = outcome(world.user, method, form)
			good = expected(way, role, place)
			if good:
				as_told = found != "refused"
			else:  # who sees a document may be told that the act is not to be done; who does not, nothing at all
				as_told = found == "refused" or (found == "failed" and visible(way, role, place))
				as_told = as_told or (way.empty and not names_in(answer, {name}))
				as_told = as_told or str(answer).partition(":")[0] in way.told.split()
			if not as_told:
				wrong.append(f"{role} | {method} | {way.about} | {place} | should be {good} | {answer}")
			if role not in (roles.ADMIN, roles.AUDITOR) and not good:
				if told := told_of_strangers(world, answer, form):
					wrong.append(f"{role} | {method} | {way.about} | {place} | tells {told}")
	assert not wrong, report(wrong)


def test_nobody_is_let_in_without_a_login(crowd, lines):
	world, wrong = crowd[roles.AGENT], []
	for method, way in WAYS.items():
		name = next(iter(world.documents[way.about].values())) if way.about else ""
		if outcome("Guest", method, form_for(way, world, name))[0] != "refused":
			wrong.append(f"Guest | {method}")
	frappe.local.request_ip = "203.0.113.9"
	for method, form in GUESTS.items():
		if outcome("Guest", method, form)[0] != "refused":
			wrong.append(f"Guest | {method} | with a guessed secret")
	assert not wrong, report(wrong)


@pytest.fixture(scope="module")
def lines(crowd):
	"""A line in each settlement of the world."""
	for name in crowd[roles.AGENT].documents["Incentive Settlement"].values():
		place = {"parent": name, "parenttype": "Incentive Settlement", "parentfield": "lines"}
		row = frappe.get_doc(doctype="Settlement Line", idx=99, **place)
		row.name = f"line of {name}"
		row.db_insert()
