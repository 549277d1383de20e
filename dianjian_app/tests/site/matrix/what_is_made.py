"""A new document of each DocType that somebody writes by hand, about a person: what a form would send.

Place fields are left empty, as the form leaves them: the app fills them in, and has to ask after that.
"""

from dianjian_app.tests.builders import number
from dianjian_app.tests.site.matrix.who_may_do_what import RIGHTS

TODAY, METRIC, SOURCE = "2026-09-15", "邀约到访", "常规资源"


def forms(person, group, centre, scan="") -> dict[str, dict]:
	"""DocType → fields of a new document about the person, the group or the centre."""
	about, theirs = {"agent": person.name, "date": TODAY}, {"staff": person.name}
	period = {"period_start": "2026-08-01", "period_end": "2026-08-31"}
	return {
		"Call Sheet": about,
		"Invitation Register": about,
		"Time Off Request": {
			**theirs,
			"leave_type": "Personal Leave",
			"from_date": TODAY,
			"to_date": TODAY,
			"reason": "家中有事",
		},
		"Working Time Request": {
			**theirs,
			"kind": "Overtime",
			"date": TODAY,
			"starts_at": "19:00:00",
			"hours": 2,
			"reason": "客户晚到",
		},
		"Leave Balance Entry": {
			**theirs,
			"leave_type": "Paid Half-Day",
			"date": TODAY,
			"kind": "Adjustment",
			"days": 0.5,
			"remarks": "补记",
		},
		"Punching Policy": {
			"centre": centre.name,
			"from_date": TODAY,
			"day_turn": "04:00",
			"counted_from": "From Working Hours",
		},
		"Punch Device": {"title": f"考勤机{number()}", "centre": centre.name},
		"Punch File": {"title": f"考勤文件{number()}", "centre": centre.name},
		"Punch Record": {"agent": person.name, "punched_at": f"{TODAY} 09:00:00", "reason": "忘带工牌"},
		"Staff Wage": {**theirs, "from_date": TODAY, "monthly_wage": 6000},
		"Performance Target": {
			"metric": METRIC,
			"subject_type": "Agent",
			"agent": person.name,
			"centre": centre.name,
			"period_type": "Month",
			"period_start": "2026-08-01",
			"target_value": 40,
		},
		"Incentive Settlement": {"centre": centre.name, "month": "2026-08"},
		"Disciplinary Action": {**about, "ground": "迟到早退", "evidence": "迟到三次"},
		"Measure Ground": {
			"ground_title": f"串岗{number()}",
			"kind": "Breach",
			"centre": centre.name,
			"first_measure": "Warning",
		},
		"Customer Survey": {**about, "score": 5, "channel": "Telephone"},
		"Customer Complaint": {
			"agent": person.name,
			"received_on": TODAY,
			"severity": "Minor",
			"complaint": "等候太久",
		},
		"Visitor Entry": {"visitor_name": "李工", "purpose": "Supplier", "agent": person.name},
		"Customer Praise": {**about, "praise": "服务周到", "attachment": scan},
		"Talk Script": {
			"title": f"销讲{number()}",
			"kind": "Inviting",
			"centre": centre.name,
			"script": "您好",
		},
		"Training Course": {"course_title": f"课程{number()}", "centre": centre.name},
		"Training Session": {
			"topic": "邀约技巧",
			"kind": "Other",
			"centre": centre.name,
			"date": TODAY,
			"trainer": "张老师",
			"attendees": [{"staff": person.name, "attended": 1}],
		},
		"Staff Appraisal": {
			**about,
			**period,
			"kind": "Periodic",
			"scores": [{"criterion": "业绩", "weight": 100, "score": 80}],
		},
		"Lead Batch": {
			"batch_name": f"批次{number()}",
			"centre": centre.name,
			"sales_group": group and group.name,
			"source": SOURCE,
			"received_on": TODAY,
		},
		"Inbound Call": {
			**{
				"customer_name": "来电客户",
				"phone_input": f"13{400000000 + number():09d}",
				"source": "近半年来电",
			},
			**{"answered_by": person.name, "called_at": f"{TODAY} 10:00:00"},
		},
		"Duty Shift": {
			"shift_name": f"早班{number()}",
			"centre": centre.name,
			"work_start": "08:00:00",
			"work_end": "16:00:00",
		},
		"Weekly Hand-in": {"sales_group": group and group.name, "week_start": "2026-09-14"},
		"Sales Group": {"group_name": f"小组{number()}", "centre": centre.name, "group_type": "Sales"},
		"Property Unit": {"building": "1号楼", "unit_number": f"{number()}", "centre": centre.name},
		"Viewing Event": {
			"title": "看房团",
			"kind": "Viewing Tour",
			"starts_at": f"{TODAY} 09:00:00",
			"centre": centre.name,
		},
		"Development Plan": {
			"agent": person.name,
			"from_date": TODAY,
			"to_date": "2026-12-31",
			"steps": [{"kind": "Goal", "what": "月到访 30 组"}],
		},
		"Staff Questionnaire": {
			"title": "激励办法问卷",
			"centre": centre.name,
			"occasion": "By Hand",
			"days_to_answer": 5,
			"questions": [{"question": "满意吗", "kind": "Scale"}],
		},
		"Staff Certificate": {**theirs, "certificate": "房地产经纪人资格"},
		"Sales Candidate": {"candidate_name": "应聘者", "source": "Website", "centre": centre.name},
		"Sales Staff": {
			"staff_name": "新人",
			"employee_number": f"N-{number():05d}",
			"position": "Front Desk",
			"centre": centre.name,
			"joining_date": TODAY,
		},
	}


# made from a document, or by an act of its own, and never from an empty form: told of elsewhere
BY_AN_ACT = {
	"Rule Review": "of a rule that is there: test_rule_reviews.py",
	"Device Outage": "of a device that is there: test_device_outages.py",
	"Day Result Appeal": "by the person concerned against a day of their own: test_day_result_appeals.py",
	"Attendance Close": "when a month has been judged whole: test_day_results.py",
	"Sales Deal": "from a signed visit: test_deals.py",
	"Daily Hand-in": "of a day that the ledger has lines of: test_daily_hand_in.py",
	"Lead Claim": "by claiming: test_claims.py",
	"Daily Briefing": "by who leads the group: test_daily_briefings.py",
	"Customer Question": "in one's own name: test_customer_questions.py",
	"Market Note": "in one's own name: test_market_notes.py",
	"Staff Suggestion": "in one's own name: test_staff_suggestions.py",
	"Incentive Appeal": "by the person concerned about an entry of their own: test_appeals.py",
	"Personal Data Request": "about a customer who is there: test_personal_data*.py",
	"Plan Revision": "of a published month: test_settled_months.py",
	"Opening Balance": "by the administrator, who sees every centre",
	"Sales Centre": "by the administrator, who sees every centre",
	"Incentive Rule": "by the administrator, who sees every centre",
	"Group Robot": "by the administrator, who sees every centre",
	"Appraisal Scheme": "by the administrator, who sees every centre",
}
# who may create, but not this way
NOT_SO = {
	("Call Sheet", "GL"): "a leader's new sheet is the correction of an agent's",
	("Call Sheet", "DM"): "likewise",
}
# others say it about a person, and nobody about themselves
NOT_ABOUT_ONESELF = (
	"Customer Survey",
	"Customer Complaint",
	"Customer Praise",
	"Development Plan",
	"Disciplinary Action",
	"Leave Balance Entry",
	"Punch Record",
	"Staff Appraisal",
	"Staff Wage",
	"Training Session",
)


def made_by_hand() -> set[str]:
	"""DocTypes that some role may create."""
	return {
		doctype
		for doctype, line in RIGHTS.items()
		if any("c" in pair.partition(":")[2] for pair in line.split())
	}
