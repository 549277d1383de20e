"""What a signed appraisal brings: the person is told and may appeal, others propose from it, two decide (R31, R38)."""

import frappe
import pytest
from frappe.utils import add_days, getdate

from dianjian_app import roles
from dianjian_app.incentives.discipline.appeal_judges import who_decides
from dianjian_app.incentives.discipline.disciplinary_action_events import ActionError
from dianjian_app.people.appeal_course import AppealError, NotTheJudgeError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.appraisals import (
	APPRAISAL,
	all_answered,
	appraisal_of,
	forms,
	opened,
	signed,
	weighed,
)
from dianjian_app.tests.builders.incentives import a_place
from dianjian_app.tests.builders.people import a_staff, an_agent, the_leader
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_appeals import filed, step, upheld
from dianjian_app.tests.site.test_disciplinary_actions import act, status

pytestmark = pytest.mark.req("R38")


@made_once
def place():
	"""A quarter of five agents; the first one's appraisal is signed by the manager."""
	place = a_place()
	place.agents += [an_agent(place.group) for _n in range(4)]
	place.leader = the_leader(place.group)
	place.scheme = opened(place)
	place.appraisal = appraisal_of(place.agent, place.scheme)
	all_answered(place.appraisal)
	weighed(place.appraisal)
	place.appraisal = signed(place, place.appraisal)
	place.judge = a_staff(roles.HR, centre=place.centre)
	return place


def an_appeal(place, person=None, **fields):
	return filed(
		person or place.agent, **{"kind": "An Appraisal", "appraisal": place.appraisal.name, **fields}
	)


def test_the_person_is_told_that_it_is_signed(place):
	told = {"document_name": place.appraisal.name, "for_user": place.agent.user}
	assert frappe.get_all("Notification Log", told, pluck="subject", order_by="creation")[-1].startswith(
		"Your appraisal of"
	)
	assert getdate(place.appraisal.signed_on) == getdate()


@pytest.mark.req("R31", "R35")
class TestAppeal:
	def test_an_upheld_appeal_takes_the_appraisal_out_of_every_figure(self, place):
		appeal = upheld(place, an_appeal(place))
		appraisal = frappe.get_doc(APPRAISAL, place.appraisal.name)
		assert (appeal.stage, appraisal.docstatus, appraisal.total) == ("Upheld", 2, 73.8)
		said = {"reference_doctype": APPRAISAL, "reference_name": appraisal.name, "comment_type": "Comment"}
		assert appeal.name in frappe.get_all("Comment", said, pluck="content")[0]
		with as_user(place.manager):
			again = frappe.copy_doc(appraisal)
			again.update({"docstatus": 0, "amended_from": appraisal.name})
			again.scores[0].score = 90
			again.insert().submit()
		assert (again.total, again.scheme, again.docstatus) == (81.6, None, 1)

	def test_a_dismissed_one_leaves_it_and_others_may_look_once_more(self, place):
		appeal = an_appeal(place)
		step(appeal, place.judge, "Take Up")
		with as_user(place.judge):
			doc = frappe.get_doc("Incentive Appeal", appeal.name)
			doc.update({"decision_reason": "评分有据"}).save()
		step(appeal, place.judge, "Dismiss")
		assert frappe.db.get_value(APPRAISAL, place.appraisal.name, "docstatus") == 1
		assert an_appeal(place).second_review

	def test_only_the_person_in_time_and_once(self, place):
		for other in (place.leader, place.manager, an_agent(place.group)):
			with pytest.raises((NotTheJudgeError, frappe.PermissionError)):
				an_appeal(place, other)
		draft = appraisal_of(place.agents[1], place.scheme)
		with pytest.raises(AppealError):
			an_appeal(place, place.agents[1], appraisal=draft.name)
		frappe.db.set_value(APPRAISAL, place.appraisal.name, "signed_on", add_days(getdate(), -30))
		with pytest.raises(AppealError):
			an_appeal(place)
		frappe.db.set_value(APPRAISAL, place.appraisal.name, "signed_on", getdate())
		an_appeal(place)
		with pytest.raises(AppealError):
			an_appeal(place)

	def test_who_signed_or_judged_does_not_decide(self, place):
		appeal = an_appeal(place)
		with pytest.raises(NotTheJudgeError):
			step(appeal, place.manager, "Take Up")
		frappe.get_doc("User", place.leader.user).add_roles(roles.HR)
		with as_user(place.judge):
			judges = who_decides(appeal.name)["judges"]
		names = {frappe.utils.get_fullname(p.user) for p in (place.judge, place.hr)}
		assert names == {*judges}

	def test_a_colleague_is_not_told_from_who_may_judge(self, place):
		"""Somebody who answered as a colleague stays among the judges: to leave them out would name them."""
		form = forms(appraisal=place.appraisal.name, side="Colleague", status="Sent")[0]
		colleague = frappe.db.get_value("Sales Staff", form.appraiser, "user")
		frappe.get_doc("User", colleague).add_roles(roles.HR)
		frappe.db.set_value("Sales Staff", form.appraiser, "position", roles.HR)
		appeal = an_appeal(place)
		with as_user(place.judge):
			assert frappe.utils.get_fullname(colleague) in who_decides(appeal.name)["judges"]


class TestProposals:
	def proposed(self, place, by, **fields):
		with as_user(by):
			return frappe.get_doc(
				doctype="Disciplinary Action",
				**{
					"action_type": "Award",
					"ground": "考核优秀",
					"agent": place.agent.name,
					"appraisal": place.appraisal.name,
					"date": getdate(),
					**fields,
				},
			).insert()

	def test_an_award_out_of_an_appraisal_is_decided_by_two(self, place):
		action = self.proposed(place, place.leader)
		assert place.appraisal.name in action.evidence and "73.8" in action.evidence
		act(place.manager, "decide", action, adopt=1)
		assert status(action) == "Manager Decided"
		act(place.hr, "decide", action, adopt=1)
		assert status(action) == "Decided"

	@pytest.mark.parametrize(
		"fields",
		[
			{"action_type": "Promotion", "ground": "能力晋升"},
			{"action_type": "Training", "ground": None},
			{"action_type": "Warning", "ground": "其他违规"},
		],
	)
	def test_a_promotion_a_training_or_a_measure_likewise(self, place, fields):
		assert status(self.proposed(place, place.leader, **fields)) == "Proposed"

	def test_only_of_the_same_person_and_signed(self, place):
		with pytest.raises(ActionError):
			self.proposed(place, place.manager, agent=place.agents[1].name)
		draft = appraisal_of(place.agents[1], place.scheme)
		with pytest.raises(ActionError):
			self.proposed(place, place.manager, agent=place.agents[1].name, appraisal=draft.name)
