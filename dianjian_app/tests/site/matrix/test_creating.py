"""Each role makes documents where the table lets it, and nowhere else, whatever the form says of their place (R47)."""

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people_decide import a_scan
from dianjian_app.tests.site.matrix.crowd import CODE, by_code, nothing_stays, report
from dianjian_app.tests.site.matrix.test_rights import may
from dianjian_app.tests.site.matrix.what_is_made import (
	BY_AN_ACT,
	NOT_ABOUT_ONESELF,
	NOT_SO,
	forms,
	made_by_hand,
)
from dianjian_app.tests.site.matrix.who_may_do_what import RIGHTS
from dianjian_app.tests.site.who_sees_what import PLACES_OF_LEVEL, SEES

pytestmark = pytest.mark.req("R47")


def places(world):
	"""Place → person, group, centre there."""
	first, second, third = world.others
	own = {"own": (world.person, world.one, world.a)} if world.person else {}
	return {
		**own,
		"group": (first, world.one, world.a),
		"other_group": (second, world.two, world.a),
		"other_centre": (third, world.three, world.b),
	}


def reaches(role, doctype, place) -> bool:
	"""Whether a new document of that place is the role's to make, by the tables."""
	code = CODE[role]
	if "c" not in by_code(RIGHTS[doctype]).get(code, "") or (doctype, code) in NOT_SO:
		return False
	if place == "own" and doctype in NOT_ABOUT_ONESELF:
		return False
	return place in PLACES_OF_LEVEL[by_code(SEES[doctype]).get(code, "")]


def uploaded_by(user) -> str:
	"""Address of a private file of the user's own: nobody attaches what others have uploaded."""
	with as_user(user):
		return a_scan(is_private=1)


def outcome(world, doctype, fields) -> str:
	"""made, or what refused it."""
	with nothing_stays(), as_user(world.user):
		try:
			frappe.get_doc(doctype=doctype, **fields).insert()
		except frappe.PermissionError:
			return "refused"
		except frappe.ValidationError as error:
			return f"{type(error).__name__}: {error}"[:120]
	return "made"


@pytest.mark.parametrize("role", roles.ALL)
def test_a_role_makes_documents_where_the_table_lets_it(crowd, role, time_machine):
	time_machine.move_to("2026-09-15 11:00:00")
	world, wrong = crowd[role], []
	scan = uploaded_by(world.user)
	for place, where in places(world).items():
		for doctype, fields in forms(*where, scan).items():
			found = outcome(world, doctype, fields)
			good = reaches(role, doctype, place)
			if (found == "made") != good:
				wrong.append(f"{role} | {doctype} | {place} | create | should be {good} | {found}")
	assert not wrong, report(wrong)


@pytest.mark.parametrize("role", roles.ALL)
def test_a_place_of_ones_own_typed_into_the_form_opens_no_other(crowd, role, time_machine):
	"""A foreign person's document that says it belongs to the writer's own group and centre."""
	time_machine.move_to("2026-09-15 11:00:00")
	world, wrong = crowd[role], []
	typed = {"centre": world.a.name, "sales_group": world.one.name}
	scan = uploaded_by(world.user)
	for place, where in places(world).items():
		for doctype, fields in forms(*where, scan).items():
			if doctype in (
				"Lead Batch",
				"Daily Hand-in",
				"Weekly Hand-in",
				"Sales Group",
				"Sales Staff",
				"Incentive Settlement",
				"Punching Policy",
				"Duty Shift",
				"Measure Ground",
				"Punch Device",
				"Punch File",
				"Sales Candidate",
				"Talk Script",
				"Viewing Event",
				"Training Course",
				"Staff Questionnaire",
				"Property Unit",
			):
				continue
			if reaches(role, doctype, place):
				continue
			if outcome(world, doctype, {**fields, **typed}) == "made":
				wrong.append(f"{role} | {doctype} | {place} | create with a place typed in")
	assert not wrong, report(wrong)


def test_every_doctype_that_is_made_by_hand_is_tried():
	class Somebody:
		name = "x"

	assert set(forms(Somebody, Somebody, Somebody)) | set(BY_AN_ACT) == made_by_hand()
	assert may(roles.AGENT, "Call Sheet", "own", "c")
