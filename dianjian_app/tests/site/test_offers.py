"""Offers and present activities that a customer may be told: while they hold, where they fit (R55)."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from dianjian_app import roles
from dianjian_app.service import script_panel, script_versions
from dianjian_app.service.offers import offers_to_tell
from dianjian_app.service.talk_script_events import ScriptError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_consultant, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.scripts import a_script
from dianjian_app.tests.builders.visits import Party
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R55")


class Place:
	def __init__(self):
		self.group = a_group(a_centre())
		self.leader, self.agent = the_leader(self.group), an_agent(self.group)

	def offer(self, days=7, **fields):
		return a_script(
			self.leader,
			**{
				"kind": "Offer",
				"script": "首付分期",
				"answers": [],
				"valid_until": add_days(today(), days),
				**fields,
			},
		)

	def told(self, person=None, lead=None):
		with as_user(person or self.agent):
			return [offer["name"] for offer in offers_to_tell(lead)]


@made_once
def place():
	return Place()


def test_what_holds_today_is_told_what_ends_soonest_first(place):
	later, soon = place.offer(days=9), place.offer(days=0, kind="Present Activity")
	assert place.told() == [soon.name, later.name]
	with as_user(place.agent):
		assert [offer["days_left"] for offer in offers_to_tell()] == [0, 9]
	assert place.told(an_agent(a_group())) == []


def test_what_is_over_or_has_not_begun_or_was_withdrawn_is_not(place):
	over = place.offer()
	frappe.db.set_value("Talk Script", over.name, "valid_until", add_days(today(), -1))
	place.offer(valid_from=add_days(today(), 1))
	withdrawn = place.offer()
	with as_user(a_staff(roles.MANAGER, centre=frappe.get_doc("Sales Centre", place.group.centre))):
		frappe.get_doc("Talk Script", withdrawn.name).cancel()
	place.offer(submit=False)
	assert place.told() == []


def test_what_is_for_another_product_is_left_out(place):
	high, any_product = place.offer(product_type="高层", days=1), place.offer(days=2)
	place.offer(product_type="洋房")
	lead = a_lead(agent=place.agent, product_need="高层")
	assert place.told(lead=lead.name) == [high.name, any_product.name]


def test_who_receives_a_customer_is_told_what_fits_them_and_nobody_else_by_their_name(place):
	offer = place.offer()
	party = Party(place.agent)
	assert place.told(party.consultant, party.lead.name) == [offer.name]
	with pytest.raises(frappe.PermissionError):
		place.told(a_consultant(place.group), party.lead.name)


@pytest.mark.parametrize(
	"days", [{"valid_until": None}, {"valid_from": "2030-02-02", "valid_until": "2030-02-01"}]
)
def test_an_offer_says_until_when(place, days):
	with pytest.raises(ScriptError):
		place.offer(**days)


def test_a_script_holds_until_its_next_version_whatever_was_sent(place):
	script = a_script(place.leader, valid_until=today())
	assert script.valid_until is None


def test_an_offer_is_no_script_of_a_call_and_its_answers_are_found_while_it_holds(place):
	offer = place.offer(answers=[{"question": "分期几年？", "answer": "两年免息"}])
	with as_user(place.agent):
		assert offer.name not in [s.name for s in script_panel.scripts_for_call()["scripts"]]
		assert script_panel.find_answers("免息")["total"] == 1
		frappe.db.set_value("Talk Script", offer.name, "valid_until", add_days(today(), -1))
		assert script_panel.find_answers("免息")["total"] == 0


def test_the_next_version_keeps_its_days(place):
	offer = place.offer(valid_from=today())
	with as_user(place.leader):
		draft = frappe.get_doc("Talk Script", script_versions.next_version(offer.name))
	assert (draft.valid_from, draft.valid_until) == (getdate(), getdate(add_days(today(), 7)))
