"""Candidates go from the CV over test and interviews to a decision, and the hired ones become staff in one step (R49)."""

import frappe
import pytest
from frappe.desk import query_report
from frappe.utils import add_days, today

from dianjian_app import roles
from dianjian_app.overrides.session import refuse_leavers
from dianjian_app.people import candidates, hiring
from dianjian_app.people.authority import NotYourPartError
from dianjian_app.people.candidate_events import CandidateClosedError, CandidateError
from dianjian_app.people.login_rules import ForeignRolesError, roles_of
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.privacy import retention
from dianjian_app.tests.builders import as_user, number
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, a_user, an_agent, the_leader
from dianjian_app.tests.site.asking import downloads

pytestmark = pytest.mark.req("R49")


class Place:
	"""A centre with a group, its leader, HR and a manager."""

	def __init__(self):
		self.centre = a_centre()
		self.group = a_group(self.centre)
		self.leader = the_leader(self.group)
		self.hr = a_staff(roles.HR, centre=self.centre)
		self.manager = a_staff(roles.MANAGER, centre=self.centre)

	def candidate(self, **fields):
		with as_user(self.hr):
			return frappe.get_doc(
				doctype="Sales Candidate",
				**{
					"candidate_name": f"应聘者{number()}",
					"position": roles.AGENT,
					"source": "Website",
					"centre": self.centre.name,
					"sales_group": self.group.name,
					"phone": "13800000000",
					**fields,
				},
			).insert()

	def at_interview(self, *interviewers, **fields):
		doc = self.candidate(**fields)
		with as_user(self.hr):
			candidates.move_on(doc.name)
			doc.reload()
			doc.update({"tested_on": today(), "test_score": 82})
			for person in interviewers or (self.manager, self.leader):
				doc.append("interviews", {"interviewer": person.name, "planned_at": f"{today()} 14:00:00"})
			doc.save()
			candidates.move_on(doc.name)
		return frappe.get_doc("Sales Candidate", doc.name)

	def accepted(self, **fields):
		doc = self.at_interview(self.manager, **fields)
		with as_user(self.manager):
			candidates.give_score(doc.name, 90, "沟通能力强")
			candidates.decide(doc.name, "Accepted", "表现优秀")
		return frappe.get_doc("Sales Candidate", doc.name)

	def hired(self, doc, **how):
		values = {"employee_number": f"H-{number():05d}", "joining_date": today(), "group": self.group.name}
		with as_user(self.hr):
			return hiring.hire(doc.name, **{**values, "email": f"h{number()}@test.example", **how})


@pytest.fixture
def place():
	return Place()


def test_each_interviewer_scores_for_themselves_and_the_mean_is_of_those_given(place):
	doc = place.at_interview()
	told = frappe.get_all("Notification Log", {"document_name": doc.name}, pluck="for_user")
	assert {place.manager.user, place.leader.user} <= set(told)
	with as_user(place.manager):
		candidates.give_score(doc.name, 90, "好")
	with as_user(place.leader):
		candidates.give_score(doc.name, 71)
	doc.reload()
	assert [row.score for row in doc.interviews] == [90, 71] and doc.mean_score == 80.5
	with as_user(place.hr), pytest.raises(NotYourPartError):
		candidates.give_score(doc.name, 100)


def test_a_score_or_stage_that_the_form_sends_is_not_taken(place):
	doc = place.at_interview()
	with as_user(place.manager):
		candidates.give_score(doc.name, 60)
	with as_user(place.hr):
		doc = frappe.get_doc("Sales Candidate", doc.name)
		doc.interviews[0].score = 100
		doc.update({"stage": "Accepted", "decided_by": place.manager.user})
		doc.save()
	doc.reload()
	assert (doc.interviews[0].score, doc.stage, doc.decided_by) == (60, "Interview", None)
	with as_user(place.hr):
		doc.interviews[0].interviewer = place.hr.name
		with pytest.raises(CandidateError):
			doc.save()


def test_the_way_has_its_order(place):
	doc = place.candidate()
	with as_user(place.hr):
		with pytest.raises(CandidateError):
			candidates.decide(doc.name, "Accepted", "看简历")
		candidates.move_on(doc.name)
		with pytest.raises(CandidateError):
			candidates.move_on(doc.name)
	doc = place.at_interview()
	with as_user(place.manager), pytest.raises(CandidateError):
		candidates.decide(doc.name, "Accepted", "面试还没结束")


def test_a_decision_has_a_reason_and_stays(place):
	doc = place.at_interview()
	with as_user(place.manager):
		with pytest.raises(CandidateError):
			candidates.decide(doc.name, "Rejected", " ")
		candidates.decide(doc.name, "Rejected", "经验不足")
		with pytest.raises(CandidateClosedError):
			candidates.decide(doc.name, "Withdrawn", "反悔")
	with as_user(place.hr):
		doc = frappe.get_doc("Sales Candidate", doc.name)
		doc.remarks = "改一下"
		with pytest.raises(CandidateClosedError):
			doc.save()
	assert (doc.decided_by, doc.decision_reason) == (place.manager.user, "经验不足")


def test_who_referred_somebody_neither_interviews_nor_decides(place):
	doc = place.candidate(source="Referral", referred_by=place.manager.name)
	with as_user(place.manager), pytest.raises(NotYourPartError):
		candidates.decide(doc.name, "Rejected", "自己推荐的")
	with as_user(place.hr):
		doc.append("interviews", {"interviewer": place.manager.name})
		with pytest.raises(CandidateError):
			doc.save()
		with pytest.raises(CandidateError):
			frappe.get_doc(
				doctype="Sales Candidate",
				candidate_name="无推荐人",
				source="Referral",
				centre=place.centre.name,
			).insert()


def test_an_interviewer_is_somebody_who_sees_candidates(place):
	doc = place.candidate()
	others = (an_agent(place.group), the_leader(a_group(place.centre)))
	with as_user(place.hr):
		for person in others:
			doc = frappe.get_doc("Sales Candidate", doc.name)
			doc.append("interviews", {"interviewer": person.name})
			with pytest.raises(CandidateError):
				doc.save()


def test_a_cv_opens_for_who_sees_the_candidate_and_nobody_else(place):
	doc = place.candidate()
	with as_user(place.hr):
		file = frappe.get_doc(
			doctype="File",
			file_name=f"cv{number()}.txt",
			content="简历",
			is_private=1,
			attached_to_doctype=doc.doctype,
			attached_to_name=doc.name,
			attached_to_field="cv",
		).insert()
		doc.reload()
		doc.cv = file.file_url
		doc.save()
	assert downloads(place.leader.user, file) and downloads(place.manager.user, file)
	assert not downloads(an_agent(place.group).user, file)
	assert not downloads(a_staff(roles.HR, centre=a_centre()).user, file)


def test_a_hired_candidate_is_an_agent_who_can_log_in(place):
	doc = place.accepted()
	done = place.hired(doc, monthly_wage=5200)
	staff = frappe.get_doc("Sales Staff", done["staff"])
	assert (staff.staff_name, staff.position, staff.user) == (doc.candidate_name, roles.AGENT, done["user"])
	assert staff.sales_group == place.group.name and staff_of_user(staff.user) == staff.name
	assert roles_of(staff.user) == {roles.AGENT} and "/update-password?key=" in done["link"]
	assert frappe.db.get_value("Staff Wage", {"staff": staff.name}, "monthly_wage") == 5200
	doc.reload()
	assert (doc.stage, doc.staff) == ("Hired", staff.name)
	with as_user(staff):
		refuse_leavers()
		assert frappe.has_permission("Call Sheet", "create")


def test_hiring_twice_makes_one_person(place):
	doc = place.accepted()
	first, second = place.hired(doc), place.hired(doc)
	assert second == {"staff": first["staff"], "user": None, "link": None}


def test_what_cannot_be_done_whole_is_not_begun(place):
	doc = place.accepted(position=roles.HR)
	with pytest.raises(ForeignRolesError):
		place.hired(doc, group=None)
	assert place.hired(doc, group=None, email=None)["user"] is None


@pytest.mark.parametrize("who", [roles.MANAGER, roles.ADMIN])
def test_only_who_enters_staff_hires(place, who):
	doc = place.accepted()
	other = place.manager.user if who == roles.MANAGER else a_user(who).name
	with as_user(other), pytest.raises(frappe.PermissionError):
		hiring.hire(doc.name, "X-1", today(), place.group.name)


def test_nobody_is_hired_before_the_decision(place):
	with pytest.raises(CandidateError):
		place.hired(place.at_interview())


def test_the_funnel_counts_each_source_up_to_the_furthest_step(place):
	place.candidate()
	rejected = place.at_interview()
	with as_user(place.manager):
		candidates.decide(rejected.name, "Rejected", "不合适")
	place.hired(place.accepted(source="Campus"))
	with as_user(place.hr):
		told = query_report.run(
			"Candidate Funnel", filters={"from_date": add_days(today(), -1), "to_date": today()}
		)["result"]
	rows = {row["key"]: row for row in told if row.get("key")}
	site, campus = rows["Website"], rows["Campus"]
	figures = ("candidates", "tested", "interviewed", "accepted", "hired", "rejected")
	assert [site[f] for f in figures] == [2, 1, 1, 0, 0, 1]
	assert [campus[f] for f in figures] == [1, 1, 1, 1, 1, 0] and campus["share"] == 100


@pytest.mark.req("R47")
def test_who_was_rejected_is_erased_after_the_period_and_the_figures_stay(place):
	rejected, kept = place.at_interview(), place.accepted()
	with as_user(place.manager):
		candidates.give_score(rejected.name, 50, "王小明话太少")
		candidates.decide(rejected.name, "Rejected", "不合适")
	file = frappe.get_doc(
		doctype="File",
		file_name=f"cv{number()}.txt",
		content="简历",
		is_private=1,
		attached_to_doctype="Sales Candidate",
		attached_to_name=rejected.name,
	).insert()
	period = frappe.get_doc("Retention Period", "Rejected Candidates")
	retention.what_would_go(period.name)
	period.reload()
	period.enabled = 1
	period.save()
	retention.run_part(period.name, add_days(today(), period.keep_days))
	assert frappe.db.get_value("Sales Candidate", rejected.name, "phone") == "13800000000"
	retention.run_part(period.name, add_days(today(), period.keep_days + 1))
	gone = frappe.get_doc("Sales Candidate", rejected.name)
	assert gone.candidate_name not in (rejected.candidate_name, None) and not gone.phone
	assert not gone.decision_reason and not any(row.remarks for row in gone.interviews)
	assert (gone.stage, gone.source, gone.furthest) == ("Rejected", "Website", "Interview")
	assert not frappe.db.exists("File", file.name)
	assert not frappe.get_all("Version", {"data": ("like", f"%{rejected.candidate_name}%")})
	assert not frappe.get_all("Notification Log", {"subject": ("like", f"%{rejected.candidate_name}%")})
	assert frappe.db.get_value("Sales Candidate", kept.name, "candidate_name") == kept.candidate_name
