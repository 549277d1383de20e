"""Logins are made on the staff record by a one-time link, for this app's roles alone (R2, R3, R47)."""

import hashlib
from urllib.parse import parse_qs, urlparse

import frappe
import pytest
from frappe.core.doctype.user.user import reset_user_data
from frappe.utils import add_days, now_datetime, today

from dianjian_app import roles
from dianjian_app.people import access, logins
from dianjian_app.people.login_rules import ForeignRolesError, roles_of
from dianjian_app.people.logins import LoginError
from dianjian_app.people.sales_staff_events import UserTakenError
from dianjian_app.tests.builders import as_user, number
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, a_user, an_agent
from dianjian_app.tests.processes import Act, at_once
from dianjian_app.tests.site.committed import centre, unique_numbers  # noqa: F401  fixtures

pytestmark = pytest.mark.req("R2")


@pytest.fixture
def place():
	"""A centre with HR, and an agent who has no login yet."""
	home = a_centre()
	return home, a_staff(roles.HR, centre=home), an_agent(a_group(home), user=False)


def address():
	return f"Neu{number()}@Test.Example"


def key_of(link):
	return parse_qs(urlparse(link).query)["key"][0]


def stored_key(user):
	return frappe.db.get_value("User", user, "reset_password_key")


def spellings(key):
	"""A key as the versions of Frappe keep it: later ones keep its hash alone."""
	return {key, hashlib.sha256(key.encode()).hexdigest()}


def created(hr, person, **how):
	with as_user(hr):
		return logins.create_login(person.name, address(), **how)


def comments_of(person):
	return frappe.get_all(
		"Comment", {"reference_doctype": "Sales Staff", "reference_name": person.name}, pluck="content"
	)


def test_a_login_made_on_the_record_has_the_positions_role_alone_and_a_link(place):
	_home, hr, agent = place
	done = created(hr, agent)
	agent.reload()
	assert (agent.user, done["made"]) == (done["user"], True) and done["user"] == done["user"].lower()
	assert roles_of(agent.user) == {roles.AGENT}
	assert frappe.db.get_value("User", agent.user, ["enabled", "user_type"]) == (1, "System User")
	assert stored_key(agent.user) in spellings(key_of(done["link"]))


def test_neither_link_nor_password_is_written_down(place):
	_home, hr, agent = place
	key = key_of(created(hr, agent)["link"])
	assert any("one-time link" in c for c in comments_of(agent))
	for doctype, field in (("Comment", "content"), ("Version", "data"), ("Error Log", "error")):
		assert not frappe.get_all(doctype, {field: ("like", f"%{key}%")})


@pytest.mark.parametrize("who", ["hr", "the guest who sets the password"])
def test_the_first_person_of_a_site_does_not_become_its_system_manager(place, who):
	_home, hr, agent = place
	frappe.db.set_single_value("System Settings", "setup_complete", 1)
	frappe.db.delete("Has Role", {"role": "System Manager", "parent": ("!=", "Administrator")})
	done = created(hr if who == "hr" else "Administrator", agent)
	with as_user("Guest"):
		reset_user_data(done["user"])  # what setting the password by the link does
	assert roles_of(done["user"]) == {roles.AGENT}


def test_making_a_login_twice_makes_one_and_hands_out_no_second_link(place):
	_home, hr, agent = place
	first, second = created(hr, agent), created(hr, agent)
	assert (second["user"], second["link"], second["made"]) == (first["user"], None, False)


def test_two_who_make_a_login_at_once_make_one(centre):  # noqa: F811
	hr = a_staff(roles.HR, centre=centre)
	person = a_staff(roles.FRONT_DESK, centre=centre, user=False)
	frappe.db.commit()
	path = "dianjian_app.people.logins.create_login"
	answers = at_once(
		*(Act(path, user=hr.user, arguments={"staff": person.name, "email": address()}) for _ in range(2))
	)
	frappe.db.rollback()
	made = [a.value for a in answers if a.value and a.value["made"]]
	assert len(made) == 1 and [a.error for a in answers] == [None, None]
	assert frappe.db.get_value("Sales Staff", person.name, "user") == made[0]["user"]
	emails = frappe.get_all("User", {"first_name": person.staff_name}, pluck="name")
	assert emails == [made[0]["user"]]


@pytest.mark.parametrize("position", [roles.MANAGER, roles.HR])
def test_logins_of_those_who_decide_together_are_made_by_the_administrator(place, position):
	home, hr, _agent = place
	person = a_staff(position, centre=home, user=False)
	with pytest.raises(ForeignRolesError, match="Administrator"):
		created(hr, person)
	assert created(a_user(roles.ADMIN).name, person)["link"]


def test_another_centre_and_who_keeps_no_staff_are_refused(place):
	home, _hr, agent = place
	for stranger in (a_staff(roles.HR, centre=a_centre()), a_staff(roles.MANAGER, centre=home)):
		with pytest.raises(frappe.PermissionError):
			created(stranger, agent)


@pytest.mark.parametrize("held", ["System Manager", "Website Manager", roles.ADMIN, roles.AUDITOR])
@pytest.mark.parametrize("way", ["button", "form"])
def test_a_login_with_other_roles_is_not_linked_nor_given_a_way_in(place, held, way):
	_home, hr, agent = place
	other = a_user(held, roles.AGENT).name
	with as_user(hr), pytest.raises(ForeignRolesError):
		if way == "button":
			logins.link_login(agent.name, other)
		else:
			doc = frappe.get_doc("Sales Staff", agent.name)
			doc.user = other
			doc.save()
	agent.user = other
	agent.save()  # a System Manager may
	for act in (logins.send_one_time_link, logins.disable_login, logins.enable_login):
		with as_user(hr), pytest.raises(ForeignRolesError):
			act(agent.name)


def test_a_login_that_is_there_is_linked_once_and_belongs_to_one(place):
	home, hr, agent = place
	user = a_user(roles.AGENT).name
	with as_user(hr):
		logins.link_login(agent.name, user)
		logins.link_login(agent.name, user)
		with pytest.raises(UserTakenError):
			logins.link_login(an_agent(a_group_of(home), user=False).name, user)
		with pytest.raises(LoginError):
			logins.link_login(agent.name, a_user(roles.AGENT).name)
	with pytest.raises(UserTakenError):
		with as_user(hr):
			logins.create_login(an_agent(a_group_of(home), user=False).name, user)


def a_group_of(home):
	with as_user("Administrator"):
		return a_group(home)


def test_a_new_link_ends_the_one_before_and_the_person_is_told(place):
	_home, hr, agent = place
	first = created(hr, agent)
	with as_user(hr):
		second = logins.send_one_time_link(agent.name)
	assert stored_key(first["user"]) in spellings(key_of(second["link"]))
	assert key_of(second["link"]) != key_of(first["link"])
	told = frappe.get_all("Notification Log", {"for_user": first["user"]}, pluck="from_user")
	assert told == [hr.user]


def test_who_decides_and_has_logged_in_gets_a_new_link_by_mail_alone(place):
	home, _hr, _agent = place
	manager = a_staff(roles.MANAGER, centre=home)
	frappe.db.set_value("User", manager.user, "last_login", now_datetime())
	with as_user(a_user(roles.ADMIN).name), pytest.raises(ForeignRolesError, match="mail"):
		logins.send_one_time_link(manager.name)


def test_a_disabled_login_is_out_at_once_and_comes_back_by_the_same_hand(place):
	_home, hr, agent = place
	user = created(hr, agent)["user"]
	with as_user(hr):
		logins.disable_login(agent.name)
		assert not frappe.db.get_value("User", user, "enabled")
		with pytest.raises(LoginError):
			logins.send_one_time_link(agent.name)
		logins.enable_login(agent.name)
		assert logins.send_one_time_link(agent.name)["link"]


def test_who_has_left_gets_no_way_in(place):
	_home, hr, agent = place
	created(hr, agent)
	agent.reload()
	agent.leaving_date = add_days(today(), -1)
	agent.save()
	for act in (logins.send_one_time_link, logins.enable_login):
		with as_user(hr), pytest.raises(LoginError):
			act(agent.name)


def test_nobody_keeps_their_own_login(place):
	_home, hr, _agent = place
	with as_user(hr), pytest.raises(ForeignRolesError):
		logins.send_one_time_link(hr.name)


def test_another_position_on_a_site_with_one_system_manager_brings_its_role_alone(place):
	_home, hr, agent = place
	user = created(hr, agent)["user"]
	frappe.db.set_single_value("System Settings", "setup_complete", 1)
	frappe.db.delete("Has Role", {"role": "System Manager", "parent": ("!=", "Administrator")})
	access.give_role(user, roles.CONSULTANT)
	access.take_role(user, roles.AGENT)
	assert roles_of(user) == {roles.CONSULTANT}


def test_the_form_is_told_what_its_reader_may_do(place):
	_home, hr, agent = place
	with as_user(hr):
		doc = frappe.get_doc("Sales Staff", agent.name)
		doc.run_method("onload")
		assert doc.get_onload("login") == {"enabled": False, "shown": True}
		own = frappe.get_doc("Sales Staff", hr.name)
		own.run_method("onload")
		assert "login" not in (own.get("__onload") or {})
