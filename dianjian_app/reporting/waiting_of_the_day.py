"""What waits in the work of a day: visitors, calls, sheets, registers, hand-ins, requests (R48). Pure."""

from __future__ import annotations

from dianjian_app.reporting.waiting_parts import Day, Filter, Kind
from dianjian_app.stage_codes import call_sheet_stages, visit_stages

VISIT, SHEET, LEAD = "Visit Confirmation", "Call Sheet", "Call Lead"
UNDECIDED: tuple[Filter, ...] = (("decision", "is", "not set"), ("docstatus", "=", 0))

KINDS = (
	# the day at the front desk; whose act is next is asked of the chain of custody
	Kind("to_lead_in", "To Lead In"),
	Kind("expected", "Expected Today"),
	Kind("to_receive", "To Receive"),
	Kind("to_sign", "To Sign"),
	Kind("my_visitors", "My Visitors Today"),
	Kind(
		"visitors_here",
		"Visitors in the House",
		"Visitor Entry",
		(("stage", "=", "Here"),),
		at="arrived_at",
		told=("purpose", "organisation"),
	),
	Kind("deals_to_record", "Deals to Record"),
	# an agent's own
	Kind(
		"sheets_returned",
		"Sheets Given Back",
		SHEET,
		(("stage", "=", call_sheet_stages.RETURNED), ("docstatus", "=", 0)),
		told=("return_reason",),
		mine="agent",
	),
	Kind(
		"sheets_open",
		"Sheets to Hand In",
		SHEET,
		(("stage", "=", call_sheet_stages.DRAFT), ("docstatus", "=", 0), ("date", "<", Day())),
		mine="agent",
	),
	Kind(
		"promised",
		"Promised for Today",
		LEAD,
		(
			("next_step_date", "is", "set"),
			("next_step_date", "<=", Day()),
			("do_not_call", "=", 0),
			("number_retired", "=", 0),
			("status", "in", ("Held", "Invited", "Visited", "Deal")),
		),
		at="next_step_date",
		told=("grade", "next_step"),
		mine="agent",
		page="my-calls",
	),
	Kind(
		"answers_to_tell",
		"Answers to Tell Customers",
		"Customer Question",
		(("stage", "=", "Answered"),),
		told=("question",),
		mine="agent",
	),
	Kind(
		"to_invite_again",
		"No-shows to Invite Again",
		VISIT,
		(("stage", "=", visit_stages.NO_SHOW), ("planned_at", ">=", Day(-30))),
		at="planned_at",
		told=("agent_name",),
	),
	# a group's
	Kind("sheets_to_confirm", "Sheets to Confirm"),
	Kind(
		"registers_to_sign",
		"Registers to Sign",
		"Invitation Register",
		(("stage", "=", visit_stages.DRAFT), ("docstatus", "=", 0), ("invitation_count", ">", 0)),
		told=("invitation_count",),
		not_mine="agent",
		led=True,
	),
	Kind(
		"visits_to_confirm",
		"Visits to Confirm",
		VISIT,
		(("stage", "=", visit_stages.SIGNED), ("docstatus", "=", 0)),
		at="signed_at",
		told=("agent_name", "receptionist_name"),
		not_mine="agent",
		led=True,
	),
	Kind(
		"past_their_time",
		"Did They Come?",
		VISIT,
		(("stage", "in", (visit_stages.EXPECTED, visit_stages.ARRIVED)), ("planned_at", "<", Day())),
		at="planned_at",
		told=("agent_name", "stage"),
		led=True,
	),
	Kind("people_missing", "People Not Here Yet"),
	Kind("free_to_hand_out", "Customers to Hand Out"),
	Kind(
		"sheets_missing",
		"Sheets Not Handed In",
		SHEET,
		(("stage", "in", call_sheet_stages.OPEN), ("docstatus", "=", 0), ("date", "<", Day())),
		told=("stage",),
		not_mine="agent",
	),
	Kind("weeks_to_hand_in", "Weeks to Hand In"),
	Kind("days_to_report", "Days to Report"),
	Kind(
		"time_off",
		"Time Off to Decide",
		"Time Off Request",
		UNDECIDED,
		at="from_date",
		told=("leave_type", "reason"),
		not_mine="staff",
	),
	Kind(
		"working_time",
		"Overtime and Corrections to Decide",
		"Working Time Request",
		UNDECIDED,
		told=("kind", "reason"),
		not_mine="staff",
	),
	Kind(
		"claims",
		"Customers Claimed by Two",
		"Lead Claim",
		(("stage", "in", ("Filed", "Appealed")),),
		told=("agent_name", "holder_name"),
		not_mine="agent",
	),
)
