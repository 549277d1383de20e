"""What waits for whom: the first list of each role, as data (R48).

A kind is one question to one DocType within the reader's own rows; what no single DocType tells is found by a function
of the same name in `waiting_found`. A role has its kinds in the order in which they are worked through. Pure.
"""

from __future__ import annotations

from collections.abc import Collection

from dianjian_app import roles
from dianjian_app.reporting import waiting_cases, waiting_of_the_day
from dianjian_app.reporting.waiting_parts import Start

KINDS = (*waiting_of_the_day.KINDS, *waiting_cases.KINDS)
BY_KEY = {kind.key: kind for kind in KINDS}
OWN = ("about_me", "statements", "my_appraisal_forms", "my_questionnaires", "my_training")
"""after the work, whoever it is"""

WAITS = {
	roles.FRONT_DESK: ("to_lead_in", "expected", "visitors_here"),
	roles.CONSULTANT: ("to_sign", "to_receive", "deals_to_record", "deal_papers", "answers_to_tell"),
	roles.AGENT: (
		*("my_visitors", "sheets_returned", "sheets_open", "promised"),
		*("to_invite_again", "answers_to_tell"),
	),
	roles.LEADER: (
		*(
			"sheets_to_confirm",
			"registers_to_sign",
			"visits_to_confirm",
			"past_their_time",
			"to_invite_again",
		),
		*("free_to_hand_out", "people_missing", "time_off", "working_time", "claims"),
		"appraisals_for_talk",
	),
	roles.ASSISTANT: ("weeks_to_hand_in", "days_to_report", "sheets_missing", "deal_papers"),
	roles.PLANNING: ("batches_open", "rows_rejected", "questions"),
	roles.SERVICE: (*("customers_to_ask", "complaints", "low_scores", "questions", "data_requests"),),
	roles.MANAGER: (
		*("deals_to_confirm", "proposals", "appeals", "months_to_settle", "months_for_manager"),
		*(
			"claims",
			"complaints_late",
			"never_visited",
			"flags",
			"appraisals_for_talk",
			"rule_reviews",
			"suggestions",
			"time_off",
			"working_time",
		),
	),
	roles.HR: (
		*("months_for_hr", "months_to_publish", "proposals_for_hr", "appeals", "day_appeals"),
		*("candidates", "certificates", "trainings_due"),
	),
	roles.ADMINISTRATION: (
		*("people_missing", "days_to_decide", "time_off", "working_time"),
		*("papers_overdue", "outages", "certificates", "visitors_here"),
	),
	roles.ADMIN: ("without_login", "rules_in_draft", "rule_reviews", "batches_open", "deliveries"),
	roles.AUDITOR: ("reveals_refused", "deliveries"),
}
STARTS = {
	roles.FRONT_DESK: (Start("Reception", "page", "reception"),),
	roles.CONSULTANT: (Start("Reception", "page", "reception"),),
	roles.AGENT: (Start("Today's Calls", "page", "my-calls"),),
	roles.LEADER: (Start("Hand Out Resources", "page", "hand-out"),),
	roles.PLANNING: (Start("Import a Workbook", "new", "Lead Batch"),),
	roles.SERVICE: (Start("Enter a Complaint", "new", "Customer Complaint"),),
	roles.ADMINISTRATION: (Start("Roster", "page", "roster-board"),),
	roles.HR: (Start("New Candidate", "new", "Sales Candidate"),),
	roles.ADMIN: (Start("Sales Centres", "list", "Sales Centre"),),
}


def keys_for(held: Collection[str]) -> list[str]:
	"""What waits for somebody with these roles, each once, in the order of the roles."""
	keys = [key for role, of_role in WAITS.items() if role in held for key in of_role]
	return list(dict.fromkeys([*keys, *(OWN if keys else ())]))


def starts_for(held: Collection[str]) -> list[Start]:
	"""The buttons above the list of somebody with these roles."""
	return list(dict.fromkeys(start for role, of_role in STARTS.items() if role in held for start in of_role))
