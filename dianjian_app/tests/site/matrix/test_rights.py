"""Each role, each DocType, each place, each act: what the framework answers is what the table says (R47)."""

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.site.matrix.crowd import CODE, by_code, report, sees
from dianjian_app.tests.site.matrix.who_may_do_what import PTYPES, RIGHTS, SHARED
from dianjian_app.tests.site.who_sees_what import SEES

pytestmark = pytest.mark.req("R47")


def may(role, doctype, place, letter) -> bool:
	"""What the tables say."""
	return sees(role, doctype, place) and (
		letter == "r" or letter in by_code(RIGHTS[doctype]).get(CODE[role], "")
	)


@pytest.mark.parametrize("role", roles.ALL)
def test_the_framework_answers_what_the_table_says(crowd, role):
	world, wrong = crowd[role], []
	letters = {"r": "read", **PTYPES}
	with as_user(world.user):
		for doctype, places in world.documents.items():
			for place, name in places.items():
				doc = world.docs[doctype, name]
				for letter, ptype in letters.items():
					expected = may(role, doctype, place, letter)
					if bool(frappe.has_permission(doctype, ptype, doc=doc)) != expected:
						wrong.append(f"{role} | {doctype} | {place} | {ptype} | should be {expected}")
	assert not wrong, report(wrong)


@pytest.mark.parametrize("role", roles.ALL)
def test_what_the_whole_site_shares(crowd, role):
	wrong = []
	with as_user(crowd[role].user):
		for doctype, (readers, rights) in SHARED.items():
			granted = by_code(rights).get(CODE[role], "")
			for letter, ptype in {"r": "read", **PTYPES}.items():
				expected = CODE[role] in readers.split() and (letter == "r" or letter in granted)
				if bool(frappe.has_permission(doctype, ptype)) != expected:
					wrong.append(f"{role} | {doctype} | {ptype} | should be {expected}")
	assert not wrong, report(wrong)


def test_every_doctype_has_its_row():
	own = frappe.get_all("DocType", {"module": "Dianjian App", "istable": 0}, pluck="name")
	assert set(own) == set(RIGHTS) | set(SHARED)
	assert set(RIGHTS) == set(SEES)
