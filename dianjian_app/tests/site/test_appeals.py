"""Appeals: in time, by the person, decided by somebody else, carried out in the chain, never undone by computing again (R31, R35)."""

from datetime import date, timedelta

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.incentives.discipline.appeals import appeals_of_entry, entries_under_appeal
from dianjian_app.incentives.discipline.overdue_appeals import escalate
from dianjian_app.incentives.entries import chain_walk
from dianjian_app.incentives.entries.explanation import explain_entry
from dianjian_app.incentives.entries.reversal import ReversalError
from dianjian_app.incentives.settlement import compute
from dianjian_app.patches.v0_2 import rename_kind_of_appeals
from dianjian_app.people.appeal_course import AppealError, NotTheJudgeError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import (
	OCTOBER,
	SEPTEMBER,
	a_full_month,
	a_line,
	a_place,
	entries_of,
	published,
)
from dianjian_app.tests.builders.people import a_staff, an_agent, follows
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_disciplinary_actions import an_action, decided

pytestmark = pytest.mark.req("R31", "R35")
DAY = date(2026, 9, 3)


@made_once
def place():
	"""A centre whose September is published: the agent lost 8 yuan on the third."""
	place = a_place()
	a_full_month(place.agent)
	a_line(place.agent, DAY, connected=92)
	published(place)
	place.judge = a_staff(roles.HR, centre=place.centre)
	return place


def the_entry(place, **filters):
	return entries_of(place, **{"family": "R20", "reverses": ("is", "not set"), **filters})[0]


def filed(person, **fields):
	with as_user(person):
		return frappe.get_doc(doctype="Incentive Appeal", grounds="当天系统故障", **fields).insert()


def an_appeal(place, **fields):
	return filed(place.agent, **{"kind": "An Entry", "entry": the_entry(place).name, **fields})


def step(appeal, person, action, **fields):
	with as_user(person):
		doc = frappe.get_doc("Incentive Appeal", appeal.name)
		doc.update(fields)
		return apply_workflow(doc, action)


def upheld(place, appeal, person=None, **fields):
	person = person or place.judge
	step(appeal, person, "Take Up")
	with as_user(person):
		doc = frappe.get_doc("Incentive Appeal", appeal.name)
		doc.update({"decision_reason": "系统故障属实", **fields}).save()
	return step(appeal, person, "Uphold")


def test_an_upheld_appeal_posts_what_corrects_the_entry_at_once(place):
	entry = the_entry(place)
	appeal = upheld(place, an_appeal(place))
	new = frappe.get_doc("Incentive Entry", appeal.reversal)
	assert (entry.amount, new.amount, new.reverses, new.correction_no) == (-8, 8, entry.name, 1)
	assert chain_walk.check_chain(place.name).whole
	assert explain_entry(new.name)["recomputed"] == 8
	assert sum(e.amount for e in entries_of(place, family="R20")) == 0


def test_a_part_may_be_right(place):
	appeal = upheld(place, an_appeal(place), corrected_amount=-3)
	assert frappe.db.get_value("Incentive Entry", appeal.reversal, "amount") == 5
	with pytest.raises(ReversalError):
		second = a_place()
		a_full_month(second.agent)
		a_line(second.agent, DAY, connected=92)
		published(second)
		second.judge = a_staff(roles.HR, centre=second.centre)
		upheld(second, an_appeal(second), corrected_amount=-9)


def test_what_an_appeal_decided_is_not_posted_again_whatever_the_facts_say_later(place):
	upheld(place, an_appeal(place))
	a_full_month(place.agent, OCTOBER)
	a_line(place.agent, DAY, connected=90)
	published(place, OCTOBER, date(2026, 11, 5))
	assert sum(e.amount for e in entries_of(place, family="R20")) == 0
	computed = compute.compute(place.name, OCTOBER, date(2026, 11, 5))
	assert not [ln for ln in computed.lines if ln.key.family == "R20" and ln.amount]


def test_days_of_leave_are_taken_back_likewise(place):
	entry = entries_of(place, family="R22")[0]
	upheld(place, filed(place.agent, kind="An Entry", entry=entry.name))
	rows = frappe.get_all("Leave Balance Entry", {"staff": place.agent.name}, pluck="days")
	assert sum(rows) == 0


def test_only_that_line_is_held(place):
	entry = the_entry(place)
	appeal = an_appeal(place)
	names = [e.name for e in entries_of(place)]
	assert entries_under_appeal(names) == {entry.name}
	with as_user(place.agent):
		assert appeals_of_entry(entry.name)["held"] and not appeals_of_entry(entry.name)["may_appeal"]
	upheld(place, appeal)
	assert entries_under_appeal(names) == set()


def test_only_the_person_files_and_once(place):
	entry = the_entry(place)
	for person in (place.manager, place.hr, an_agent(group=place.group)):
		with pytest.raises(frappe.PermissionError):
			filed(person, kind="An Entry", entry=entry.name)
	an_appeal(place)
	with pytest.raises(AppealError, match="already"):
		an_appeal(place)
	with pytest.raises(AppealError):
		filed(place.agent, kind="An Entry")


def test_three_working_days_to_file_five_to_answer_on_the_centres_calendar(place, time_machine):
	posted = getdate(the_entry(place).posted_on)

	def working_day(count, start):
		day = start
		while count:
			day += timedelta(days=1)
			count -= day.weekday() != 6  # everybody rests on Sundays
		return day

	last = working_day(3, posted)
	time_machine.move_to(f"{last + timedelta(days=1)}T09:00:00+08:00")
	with pytest.raises(AppealError, match="ended"):
		an_appeal(place)
	time_machine.move_to(f"{last}T23:00:00+08:00")
	appeal = an_appeal(place)
	assert getdate(appeal.answer_by) == working_day(5, last)


def test_holidays_do_not_count(place, time_machine):
	posted = getdate(the_entry(place).posted_on)
	days = [{"date": posted + timedelta(days=n), "day_type": "Holiday"} for n in range(1, 8)]
	calendar = frappe.get_doc(
		doctype="Work Calendar", calendar_name=frappe.generate_hash(), days=days
	).insert()
	frappe.get_doc("Sales Centre", place.name).update({"calendars": [follows(calendar)]}).save()
	time_machine.move_to(f"{posted + timedelta(days=9)}T09:00:00+08:00")
	an_appeal(place)


def test_whoever_decided_the_line_does_not_decide_the_appeal(place):
	appeal = an_appeal(place)
	for person in (place.manager, place.hr):
		with pytest.raises(NotTheJudgeError, match="took part"):
			step(appeal, person, "Take Up")
	with pytest.raises(frappe.ValidationError):
		step(appeal, place.agent, "Take Up")
	stranger = a_staff(roles.HR, centre=a_place().centre)
	with pytest.raises(frappe.PermissionError):
		step(appeal, stranger, "Take Up")


def test_a_decision_has_a_reason_and_stays(place):
	appeal = an_appeal(place)
	step(appeal, place.judge, "Take Up")
	with pytest.raises(AppealError, match="reason"):
		step(appeal, place.judge, "Dismiss")
	with as_user(place.judge):
		doc = frappe.get_doc("Incentive Appeal", appeal.name)
		doc.update({"decision_reason": "无依据"}).save()
	step(appeal, place.judge, "Dismiss")
	with as_user(place.judge), pytest.raises(AppealError):
		frappe.get_doc("Incentive Appeal", appeal.name).update({"decision_reason": "别的"}).save()
	with pytest.raises(AppealError):
		frappe.delete_doc("Incentive Appeal", appeal.name, ignore_permissions=True)


def test_a_dismissed_appeal_is_looked_at_once_more_by_somebody_else(place):
	appeal = an_appeal(place)
	step(appeal, place.judge, "Take Up")
	with as_user(place.judge):
		frappe.get_doc("Incentive Appeal", appeal.name).update({"decision_reason": "无依据"}).save()
	step(appeal, place.judge, "Dismiss")
	second = an_appeal(place)
	assert (second.second_review, second.first_appeal) == (1, appeal.name)
	with pytest.raises(NotTheJudgeError):
		step(second, place.judge, "Take Up")
	upheld(place, second, a_staff(roles.HR, centre=place.centre))
	with pytest.raises(AppealError):
		an_appeal(place)


def test_the_appellant_withdraws_and_may_file_again(place):
	appeal = an_appeal(place)
	with pytest.raises((NotTheJudgeError, frappe.ValidationError)):
		step(appeal, place.judge, "Withdraw")
	step(appeal, place.agent, "Withdraw")
	an_appeal(place)


def test_what_the_app_writes_is_not_typed(place):
	appeal = an_appeal(place)
	with as_user(place.agent):
		doc = frappe.get_doc("Incentive Appeal", appeal.name)
		doc.update(
			{"stage": "Upheld", "answer_by": "2030-01-01", "decided_by": place.judge.user, "entry": None}
		)
		with pytest.raises(frappe.ValidationError):
			doc.save()
	kept = frappe.get_doc("Incentive Appeal", appeal.name)
	assert (kept.stage, kept.decided_by) == ("Filed", None)


def test_overdue_appeals_are_told_once(place, time_machine):
	appeal = an_appeal(place)
	assert escalate() == []
	time_machine.move_to(f"{getdate(appeal.answer_by) + timedelta(days=1)}T09:00:00+08:00")
	assert escalate() == [appeal.name]
	assert escalate() == []
	told = frappe.get_all(
		"Notification Log", {"document_name": appeal.name, "subject": ("like", "%overdue%")}, pluck="for_user"
	)
	assert {place.manager.user, place.hr.user, place.judge.user} <= set(told)


def test_a_decided_action_is_taken_back(place):
	action = decided(place, an_action(place, "Training"))
	appeal = filed(place.agent, kind="A Disciplinary Action", action=action.name)
	with pytest.raises(NotTheJudgeError):
		step(appeal, place.hr, "Take Up")
	upheld(place, appeal)
	doc = frappe.get_doc("Disciplinary Action", action.name)
	assert (doc.status, doc.revoked_by_appeal) == ("Revoked", appeal.name)
	assert frappe.db.get_value("Training Due", {"action": action.name}, "status") == "Lifted"
	with pytest.raises(AppealError):
		filed(place.agent, kind="A Disciplinary Action", action=an_action(place).name)


def test_an_appeal_of_an_earlier_version_goes_on_under_its_new_name(place):
	action = decided(place, an_action(place))
	appeal = filed(place.agent, kind="A Disciplinary Action", action=action.name)
	old, new = rename_kind_of_appeals.OLD, rename_kind_of_appeals.NEW
	stored = {"kind": old, "live_key": appeal.live_key.replace(new, old)}
	frappe.db.set_value("Incentive Appeal", appeal.name, stored)
	rename_kind_of_appeals.execute()
	rename_kind_of_appeals.execute()
	now = frappe.db.get_value("Incentive Appeal", appeal.name, ["kind", "live_key"])
	assert now == (appeal.kind, appeal.live_key)
	with pytest.raises(AppealError, match=appeal.name):
		filed(place.agent, kind="A Disciplinary Action", action=action.name)


def test_something_missing_is_about_a_published_month(place):
	rule = frappe.get_all("Incentive Rule", {"family": "R23", "docstatus": 1}, pluck="name")[0]
	assert (
		filed(place.agent, kind="Something Missing", rule=rule, month=SEPTEMBER.month_text).stage == "Filed"
	)
	for month in ("2026-10", "x"):
		with pytest.raises(AppealError):
			filed(place.agent, kind="Something Missing", rule=rule, month=month)


@pytest.mark.req("R47")
def test_an_appeal_is_private(place):
	appeal = an_appeal(place)
	for person in (an_agent(group=place.group), a_staff(roles.CONSULTANT, group=place.group)):
		with as_user(person):
			assert frappe.get_list("Incentive Appeal") == []
			with pytest.raises(frappe.PermissionError):
				frappe.get_doc("Incentive Appeal", appeal.name).check_permission("read")
