"""Mailed reports and Notifications as records of the site, made when missing: administrators edit them (R46).

The reports are off until somebody names recipients. Notifications with the event "Custom" are sent by the clock
(mailing/notices.py), the others by Frappe.
"""

from __future__ import annotations

import json

import frappe

from dianjian_app import roles
from dianjian_app.value_lists import among

ORDER = 80
# report → (frequency, day of week, filters)
REPORTS = {
	"Daily Sales Call Ledger": (
		"Daily",
		"",
		{"from_date": "yesterday", "to_date": "yesterday", "summed_by": "Every Line"},
	),
	"Weekly Centre Summary": ("Weekly", "Monday", {"week": "last"}),
	"Monthly Statistics Table": ("Monthly", "", {"month": "last"}),
	"Rewards and Penalties Register": ("Monthly", "", {"month": "last"}),
}
# who sees only what concerns themselves
PERSON_CONCERNED = (
	*(roles.AGENT, roles.CONSULTANT, roles.ASSISTANT),
	*(roles.FRONT_DESK, roles.SERVICE, roles.PLANNING),
)
# name → (DocType, event, what is watched, condition, roles, subject, message)
NOTIFICATIONS = {
	"Sheet Not Handed In": (
		"Daily Ledger",
		"Custom",
		"",
		"",
		(roles.AGENT, roles.LEADER),
		'{{ _("The call sheet of {0} is not handed in").format(doc.agent_name) }}',
		'{{ _("Closing time is over. The sheet of {0} is to be handed in today.").format(frappe.utils.format_date(doc.date)) }}',
	),
	"Visit in an Hour": (
		"Visit Confirmation",
		"Custom",
		"",
		"",
		(roles.AGENT, roles.CONSULTANT),
		'{{ _("{0} comes at {1}").format(doc.customer_name or doc.phone_mask, frappe.utils.format_time(doc.planned_at)) }}',
		'{{ _("Agent: {0}. Receptionist: {1}.").format(doc.agent_name, doc.receptionist_name or "-") }}',
	),
	"Visit Tomorrow": (
		"Visit Confirmation",
		"Custom",
		"",
		"",
		(roles.AGENT, roles.CONSULTANT),
		'{{ _("Tomorrow at {1}: {0}").format(doc.customer_name or doc.phone_mask, frappe.utils.format_time(doc.planned_at)) }}',
		'{{ _("Make sure of the appointment. Agent: {0}. Receptionist: {1}.").format(doc.agent_name, doc.receptionist_name or "-") }}',
	),
	"Customer Has Come": (
		"Visit Confirmation",
		"Value Change",
		"arrived_at",
		"doc.arrived_at",
		(roles.AGENT, roles.CONSULTANT),
		'{{ _("{0} is here").format(doc.customer_name or doc.phone_mask) }}',
		'{{ _("Agent: {0}. Receptionist: {1}.").format(doc.agent_name, doc.receptionist_name or "-") }}',
	),
	"Visit Missed": (
		"Visit Confirmation",
		"Value Change",
		"stage",
		'doc.stage == "No Show"',
		(roles.AGENT, roles.LEADER),
		'{{ _("{0} did not come").format(doc.customer_name or doc.phone_mask) }}',
		'{{ _("Call the customer and invite them again: {0}.").format(doc.name) }}',
	),
	"Call Back Now": (
		"Call Lead",
		"Custom",
		"",
		"",
		(roles.AGENT,),
		'{{ _("{0} asked to be called back at {1}").format(doc.customer_name or doc.phone_mask, doc.next_step_time) }}',
		'{{ _("The customer stands on top of your list of today.") }}',
	),
	"Follow-ups Due Today": (
		"Sales Staff",
		"Custom",
		"",
		"",
		(roles.AGENT,),
		'{{ _("{0} customers wait for your call today").format(doc.follow_ups_due) }}',
		'{{ _("Promised next steps and due follow-ups are first in your list of today.") }}',
	),
	"Week Not Handed In": (
		"Sales Group",
		"Custom",
		"",
		"",
		(roles.LEADER,),
		'{{ _("The week of {0} is not handed in").format(doc.group_name) }}',
		'{{ _("Hand in the week from {0} to {1}: what went well, what did not, what comes next.").format(frappe.utils.format_date(doc.week_start), frappe.utils.format_date(doc.week_end)) }}',
	),
	"Measure Proposed": (
		"Disciplinary Action",
		"New",
		"",
		'doc.action_type not in ("Award", "Promotion")',
		PERSON_CONCERNED,
		'{{ _("A measure against you was proposed: {0}").format(_(doc.action_type)) }}',
		'{{ _("Say what you have to say before anybody decides.") }}',
	),
	"Measure Waiting for the Manager": (
		"Disciplinary Action",
		"Value Change",
		"status",
		'doc.status == "Heard"',
		(roles.MANAGER,),
		'{{ _("The measure {0} waits for your decision").format(doc.name) }}',
		"{{ doc.agent_name }}: {{ _(doc.action_type) }}",
	),
	"Measure Waiting for HR": (
		"Disciplinary Action",
		"Value Change",
		"status",
		'doc.status == "Manager Decided"',
		(roles.HR,),
		'{{ _("The measure {0} waits for your decision").format(doc.name) }}',
		"{{ doc.agent_name }}: {{ _(doc.action_type) }}",
	),
	"Measure Decided": (
		"Disciplinary Action",
		"Value Change",
		"status",
		'doc.status in ("Decided", "Not Adopted", "Revoked") and doc.action_type not in ("Award", "Promotion")',
		PERSON_CONCERNED,
		'{{ _("The measure {0}: {1}").format(doc.name, _(doc.status)) }}',
		"{{ _(doc.action_type) }}",
	),
	"Appeal Filed": (
		"Incentive Appeal",
		"New",
		"",
		"",
		(roles.HR,),
		'{{ _("{0} appeals: {1}").format(doc.agent_name, _(doc.kind)) }}',
		'{{ _("The answer is due by {0}.").format(frappe.utils.format_date(doc.answer_by)) }}',
	),
	"Appeal Due Tomorrow": (
		"Incentive Appeal",
		"Days Before",
		"answer_by",
		'doc.stage in ("Filed", "In Review")',
		(roles.HR, roles.MANAGER),
		'{{ _("The appeal {0} is to be answered by tomorrow").format(doc.name) }}',
		"{{ doc.agent_name }}: {{ _(doc.kind) }}",
	),
	"Appeal Decided": (
		"Incentive Appeal",
		"Value Change",
		"stage",
		'doc.stage in ("Upheld", "Dismissed")',
		(roles.AGENT, roles.CONSULTANT, roles.LEADER),
		'{{ _("Your appeal {0}: {1}").format(doc.name, _(doc.stage)) }}',
		"{{ doc.decision_reason }}",
	),
	"Attendance Appeal Filed": (
		"Day Result Appeal",
		"New",
		"",
		"",
		(roles.HR,),
		'{{ _("{0} appeals against the result of {1}").format(doc.agent_name, frappe.utils.format_date(doc.day)) }}',
		'{{ _("The answer is due by {0}.").format(frappe.utils.format_date(doc.answer_by)) }}',
	),
	"Attendance Appeal Due Tomorrow": (
		"Day Result Appeal",
		"Days Before",
		"answer_by",
		'doc.stage in ("Filed", "In Review")',
		(roles.HR, roles.MANAGER),
		'{{ _("The appeal {0} is to be answered by tomorrow").format(doc.name) }}',
		"{{ doc.agent_name }}: {{ frappe.utils.format_date(doc.day) }}",
	),
	"Attendance Appeal Decided": (
		"Day Result Appeal",
		"Value Change",
		"stage",
		'doc.stage in ("Upheld", "Dismissed")',
		roles.POSITIONS,
		'{{ _("Your appeal {0}: {1}").format(doc.name, _(doc.stage)) }}',
		"{{ doc.decision_reason }}",
	),
	"Settlement Waiting": (
		"Incentive Settlement",
		"Value Change",
		"stage",
		'doc.stage == "Manager Approved"',
		(roles.HR,),
		'{{ _("The settlement {0} waits for HR").format(doc.month) }}',
		'{{ _("The department manager has approved {0}; look at it and approve or return it.").format(doc.name) }}',
	),
	"Settlement Returned": (
		"Incentive Settlement",
		"Value Change",
		"stage",
		'doc.stage == "Returned"',
		(roles.MANAGER,),
		'{{ _("HR returned the settlement {0}").format(doc.month) }}',
		'{{ doc.return_reason or _("Look at {0}, revise it and approve it again.").format(doc.name) }}',
	),
	"Settlement to Publish": (
		"Incentive Settlement",
		"Value Change",
		"stage",
		'doc.stage == "HR Approved"',
		(roles.MANAGER, roles.HR),
		'{{ _("The settlement {0} is approved and waits to be published").format(doc.month) }}',
		'{{ _("Publish {0}: only then do its entries count and the statements go out.").format(doc.name) }}',
	),
	"Calendar Missing": (
		"Sales Centre",
		"Custom",
		"",
		"",
		(roles.ADMINISTRATION, roles.MANAGER),
		'{{ _("{0} follows no work calendar from {1} on").format(doc.name, frappe.utils.format_date(doc.missing_from)) }}',
		'{{ _("Add the work calendar of the days from {0} to {1}: holidays and make-up workdays. No month with such days can be approved.").format(frappe.utils.format_date(doc.missing_from), frappe.utils.format_date(doc.missing_until)) }}',
	),
	"People Not Here Yet": (
		"Sales Group",
		"Custom",
		"",
		"",
		(roles.LEADER,),
		'{{ _("{0} people of {1} are not here yet").format(doc.not_here, doc.group_name) }}',
		'{{ _("Expected since {0}: {1}").format(doc.since, doc.not_here_names) }}',
	),
	"Month Not Published": (
		"Sales Centre",
		"Custom",
		"",
		"",
		(roles.MANAGER, roles.HR),
		'{{ _("The rewards and penalties of {0} are not published").format(doc.month) }}',
		'{{ _("Compute, approve and publish the settlement of {0} for {1}.").format(doc.month, doc.name) }}',
	),
}


def seed() -> None:
	"""Make what is missing. Idempotent."""
	for report, (frequency, weekday, filters) in REPORTS.items():
		if frappe.db.exists("Report", report) and not frappe.db.exists(
			"Auto Email Report", {"report": report}
		):
			_report(report, frequency, weekday, filters)
	for name, given in NOTIFICATIONS.items():
		if frappe.db.exists("DocType", given[0]) and not frappe.db.exists("Notification", name):
			_notification(name, *given)


def _report(report: str, frequency: str, weekday: str, filters: dict) -> None:
	doc = frappe.get_doc(
		doctype="Auto Email Report",
		report=report,
		report_type="Script Report",
		user="Administrator",
		enabled=0,
		email_to="",
		frequency=frequency,
		day_of_week=weekday or "Monday",
		format="XLSX",
		send_if_data=0,
		filters=json.dumps(filters),
		no_of_rows=100,
	)
	doc.flags.ignore_mandatory = True  # its recipients are named by whoever switches it on
	doc.insert(ignore_permissions=True)  # install: no user acts


def _notification(
	name: str, doctype: str, event: str, watched: str, condition: str, told: tuple, subject: str, message: str
) -> None:
	frappe.get_doc(
		doctype="Notification",
		name=name,
		document_type=doctype,
		event=event,
		value_changed=watched if event == "Value Change" else None,
		date_changed=watched if event == "Days Before" else None,
		days_in_advance=1 if event == "Days Before" else 0,
		condition=condition,
		channel="Email",
		send_system_notification=1,
		enabled=1,
		is_standard=0,
		subject=subject,
		message=message,
		recipients=[{"receiver_by_role": role} for role in told],
	).insert(ignore_permissions=True)  # install: no user acts


def unseed() -> None:
	"""On uninstall: what sends the app's reports and documents goes with it."""
	ours = frappe.get_all("Report", {"module": "Dianjian App"}, pluck="name")
	for name in frappe.get_all("Auto Email Report", {"report": ("in", among(ours))}, pluck="name"):
		frappe.delete_doc("Auto Email Report", name, force=True, ignore_permissions=True)  # uninstall
	doctypes = frappe.get_all("DocType", {"module": "Dianjian App"}, pluck="name")
	for name in frappe.get_all("Notification", {"document_type": ("in", among(doctypes))}, pluck="name"):
		frappe.delete_doc("Notification", name, force=True, ignore_permissions=True)  # uninstall
