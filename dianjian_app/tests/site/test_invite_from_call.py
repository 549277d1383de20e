"""A customer is invited straight from the call: one line in today's register, never two (R16)."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime, today

from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_consultant, a_group, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.visits import a_register, an_intention, signed
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.visits.draft_register import invite
from dianjian_app.visits.errors import NotTheSignerError, RegisterError, VisitError

pytestmark = pytest.mark.req("R16")


@made_once
def group():
	return a_group()


@pytest.fixture
def agent(group):
	return an_agent(group=group)


def tomorrow(hour=10):
	return str((now_datetime() + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0))


def invited(agent, lead, at=None, **said):
	with as_user(agent):
		return frappe.get_doc("Invitation Register", invite(lead.name, at or tomorrow(), **said)["register"])


def test_the_first_makes_the_register_of_the_day_and_the_next_joins_it(agent):
	first, second = an_intention(agent), an_intention(agent)
	register = invited(agent, first, party_size="3", remarks="带家人")
	assert (register.agent, str(register.date), register.docstatus) == (agent.name, today(), 0)
	assert invited(agent, second).name == register.name
	row = frappe.get_doc("Invitation Register", register.name).rows[0]
	assert (row.lead, row.customer_name, row.party_size, row.remarks) == (
		first.name,
		first.customer_name,
		3,
		"带家人",
	)


def test_inviting_again_moves_the_line(agent):
	lead = an_intention(agent)
	invited(agent, lead)
	register = invited(agent, lead, tomorrow(15), party_size=2)
	assert [(r.lead, r.planned_at.hour, r.party_size) for r in register.rows] == [(lead.name, 15, 2)]


def test_the_visit_knows_how_many_come(group, agent):
	register = invited(agent, an_intention(agent), party_size=4)
	register.rows[0].receptionist = a_consultant(group).name
	with as_user(agent):
		register.save()
	visit = signed(register, the_leader(group)).rows[0].visit
	assert frappe.db.get_value("Visit Confirmation", visit, "party_size") == 4


def test_nobody_invites_anothers_customer(group, agent):
	with pytest.raises(NotTheSignerError):
		invited(an_agent(group=group), an_intention(agent))


@pytest.mark.parametrize("at", ["2020-01-01 10:00:00", "soon"])
def test_nobody_is_invited_to_a_time_that_has_passed(agent, at):
	with pytest.raises(VisitError):
		invited(agent, an_intention(agent), at)


def test_only_who_may_be_invited(agent):
	with pytest.raises(RegisterError):
		invited(agent, a_lead(agent=agent, grade="C"))
	refuses = an_intention(agent, do_not_call=1)
	with pytest.raises(RegisterError):
		invited(agent, refuses)


def test_no_name_stands_on_two_unsigned_registers(agent):
	lead = an_intention(agent)
	register = a_register(agent, [lead])
	with pytest.raises(RegisterError, match=register.name):
		a_register(agent, [lead])
	assert invited(agent, lead, tomorrow()).name == register.name
	assert a_register(agent, [an_intention(agent)]).name != register.name
