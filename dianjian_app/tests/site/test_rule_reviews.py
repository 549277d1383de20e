"""A rule has a day on which it is reviewed, with what it brought and a recorded decision (R31)."""

import frappe
import pytest
from frappe.utils import add_days, getdate

from dianjian_app import roles
from dianjian_app.incentives.rules import rule_review_events
from dianjian_app.incentives.rules.rule_review_events import RuleReviewError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import SEPTEMBER, a_place, entries_of, published
from dianjian_app.tests.builders.people import a_staff

pytestmark = pytest.mark.req("R31")


def rule_in_force(place, family="R20"):
	rules = frappe.get_all(
		"Incentive Rule",
		{"family": family, "docstatus": 1, "centre": ("in", (place.name, ""))},
		pluck="name",
	) or frappe.get_all("Incentive Rule", {"family": family, "docstatus": 1}, pluck="name")
	return rules[0]


def a_review(place, **fields):
	with as_user(place.manager):
		return frappe.get_doc(
			doctype="Rule Review",
			**{
				"rule": rule_in_force(place),
				"centre": place.name,
				"from_date": SEPTEMBER.start,
				"due_on": "2026-10-15",
				**fields,
			},
		).insert()


@pytest.fixture
def place():
	return a_place(agents=2)


def test_what_the_rule_brought_stands_beside_it_by_month(place):
	published(place)
	entries = entries_of(place, family="R20")
	review = a_review(place)
	[month] = review.months
	assert entries and month.month == "2026-09"
	assert month.people == len({entry.agent for entry in entries})
	assert month.penalties == sum(entry.amount for entry in entries) and month.rewards == 0


def test_a_decision_has_a_reason_stays_and_opens_the_next(place):
	review = a_review(place)
	with as_user(place.manager):
		with pytest.raises(RuleReviewError):
			rule_review_events.decide(review.name, "Keep", " ")
		following = rule_review_events.decide(review.name, "Keep", "有效", "2027-10-15")
		with pytest.raises(RuleReviewError):
			rule_review_events.decide(review.name, "End", "改主意")
		review.reload()
		review.due_on = "2026-12-01"
		with pytest.raises(RuleReviewError):
			review.save()
	following = frappe.get_doc("Rule Review", following)
	assert (following.stage, str(following.from_date)) == ("Open", "2026-10-15")
	assert frappe.db.get_value("Rule Review", review.name, ["decision", "decided_by"]) == (
		"Keep",
		place.manager.user,
	)


def test_one_review_of_a_rule_is_open_and_its_decision_is_not_typed(place):
	review = a_review(place, stage="Decided", decision="End", decided_by=place.hr.user)
	assert (review.stage, review.decision, review.decided_by) == ("Open", None, None)
	with pytest.raises(RuleReviewError):
		a_review(place)


def test_staff_read_it_and_others_do_not_decide(place):
	review = a_review(place)
	assert frappe.has_permission("Rule Review", doc=review, user=place.agent.user)
	with as_user(place.agent), pytest.raises(frappe.PermissionError):
		rule_review_events.decide(review.name, "End", "不公平")
	with as_user(place.hr), pytest.raises(frappe.PermissionError):
		rule_review_events.decide(review.name, "End", "不公平")
	with as_user(a_staff(roles.MANAGER)), pytest.raises(frappe.PermissionError):
		rule_review_events.decide(review.name, "End", "别的案场")


def test_manager_and_hr_are_told_once_before_the_day(place):
	review = a_review(place, due_on=add_days(getdate(), 10))
	assert review.name in rule_review_events.remind_daily()
	assert review.name not in rule_review_events.remind_daily()
	told = frappe.get_all("Notification Log", {"document_name": review.name}, pluck="for_user")
	assert sorted(told) == sorted([place.manager.user, place.hr.user])
