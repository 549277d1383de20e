"""Who manages a centre is one answer: for what one sees, what one signs and what one decides (R2)."""

import frappe
import pytest

from dianjian_app import permissions, roles
from dianjian_app.people import approval, authority
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_time_off import a_request

pytestmark = pytest.mark.req("R2")


@made_once
def centre():
	"""A centre with a group and a manager whom it names."""
	centre = a_centre()
	manager = a_staff(roles.MANAGER, centre=centre)
	centre.update({"manager": manager.name}).save()
	return frappe._dict(
		name=centre.name, doc=centre, manager=manager, group=a_group(centre), elsewhere=a_centre()
	)


def moved(staff, centre):
	frappe.local.message_log = []
	staff.reload()
	staff.centre = centre.name
	staff.save()
	return said()


def said() -> str:
	"""What the session's user has been told; newer versions keep it as dicts."""
	log = [frappe.parse_json(m) if isinstance(m, str) else m for m in frappe.local.message_log]
	return " ".join(m["message"] for m in log)


def answers(user, centre) -> set[bool]:
	"""Every question that has to do with who manages a centre, asked at once."""
	frappe.local.dianjian_places = {}
	return {
		authority.manages_centre(user, centre),
		authority.stands_over(user, None, centre),
		authority.decides_for(user, centre, roles.MANAGER),
		centre in permissions.scope_of(user, "Sales Deal").centres,
	}


def test_a_named_manager_who_moves_manages_both_centres_until_the_first_names_somebody_else(centre):
	second = a_staff(roles.MANAGER, centre=centre.doc)
	told = moved(centre.manager, centre.elsewhere)
	assert centre.doc.centre_name in told, "whoever moves the record is told"
	assert answers(centre.manager.user, centre.name) == {True}
	assert answers(centre.manager.user, centre.elsewhere.name) == {True}
	centre.doc.reload()
	centre.doc.update({"manager": second.name}).save()
	assert answers(centre.manager.user, centre.name) == {False}
	assert answers(centre.manager.user, centre.elsewhere.name) == {True}
	assert answers(second.user, centre.name) == {True}


def test_a_moved_manager_signs_for_the_centre_that_names_them_and_then_no_more(centre):
	request, later = (a_request(an_agent(centre.group)) for _n in range(2))
	moved(centre.manager, centre.elsewhere)
	with as_user(centre.manager):
		frappe.get_doc(request.doctype, request.name).submit()
	centre.doc.reload()
	centre.doc.update({"manager": None}).save()
	with as_user(centre.manager), pytest.raises(frappe.PermissionError):
		approval.check_may_decide(later)


def test_every_department_manager_of_a_centre_manages_it_named_or_not(centre):
	second = a_staff(roles.MANAGER, centre=centre.doc)
	assert answers(centre.manager.user, centre.name) == answers(second.user, centre.name) == {True}
	assert answers(second.user, centre.elsewhere.name) == {False}


def test_who_is_named_and_has_another_position_by_now_manages_nothing(centre):
	frappe.db.set_value("Sales Staff", centre.manager.name, "position", roles.HR)
	frappe.db.set_value("Staff Spell", {"parent": centre.manager.name}, "position", roles.HR)
	frappe.db.delete("Has Role", {"parent": centre.manager.user, "role": roles.MANAGER})
	frappe.get_doc("User", centre.manager.user).add_roles(roles.HR)
	frappe.clear_cache(user=centre.manager.user)
	moved(centre.manager, centre.elsewhere)
	assert answers(centre.manager.user, centre.name) == {False}
	assert not authority.decides_for(centre.manager.user, centre.name, roles.HR)
	assert authority.decides_for(centre.manager.user, centre.elsewhere.name, roles.HR)


def test_a_leader_leads_the_group_that_names_them_and_no_other(centre):
	leader, other = the_leader(centre.group), a_group(centre.doc)
	assert authority.leads_group(leader.user, centre.group.name)
	assert authority.stands_over(leader.user, centre.group.name, centre.name)
	assert not authority.stands_over(leader.user, other.name, centre.name)
	assert not authority.leads_group(leader.user, None)


def test_a_leader_who_moves_to_another_group_is_told_that_the_first_still_names_them(centre):
	from dianjian_app.people import moves

	leader, other = the_leader(centre.group), a_group(centre.doc)
	frappe.local.message_log = []
	moves.move_to_group(leader.name, other.name, frappe.utils.today())
	assert centre.group.group_name in said()


@pytest.mark.parametrize("question", ["manages_centre", "leads_group"])
def test_administrator_stands_over_everybody_and_a_guest_over_nobody(centre, question):
	asked = getattr(authority, question)
	of = centre.name if question == "manages_centre" else centre.group.name
	assert asked("Administrator", of) and not asked("Guest", of)
