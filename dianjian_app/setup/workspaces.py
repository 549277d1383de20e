"""What the desk shows first: the workspaces, their shortcuts, cards of links and figures (R47, R48).

Data only; seeds/workspace.py makes what is missing. Frappe leaves out what a reader may not open.
"""

from __future__ import annotations

from dianjian_app import roles
from dianjian_app.setup.workspace_parts import Card, Figure, Shortcut, Space, report_links

TODAY = ("Timespan", "today")
OPEN_STAGES = "Draft,Returned"

DAILY = Space(
	name="Telesales",
	icon="call",
	order=0.1,
	roles=roles.ALL,
	figures=(
		Figure(
			"Customers Connected Today",
			"Call Sheet",
			(("date", *TODAY), ("docstatus", "!=", 2)),
			sum_of="customers_connected",
			color="#2490EF",
		),
		Figure(
			"Sheets Not Handed In",
			"Call Sheet",
			(("stage", "in", OPEN_STAGES), ("docstatus", "=", 0)),
			color="#F8814F",
		),
		Figure(
			"Visits Expected Today",
			"Visit Confirmation",
			(("planned_at", *TODAY), ("stage", "=", "Expected")),
			color="#29CD42",
		),
	),
	shortcuts=(
		Shortcut("Today's Calls", "my-calls", kind="Page"),
		Shortcut(
			"Sheets Handed In",
			"Call Sheet",
			filters=(("stage", "=", "Handed In"),),
			format="{} waiting",
			color="Orange",
		),
		Shortcut(
			"Registers to Sign",
			"Invitation Register",
			filters=(("stage", "=", "Draft"),),
			format="{} waiting",
			color="Orange",
		),
		Shortcut(
			"Visits Today",
			"Visit Confirmation",
			filters=(("planned_at", *TODAY),),
			format="{} today",
			color="Blue",
		),
		Shortcut(
			"Visits to Confirm",
			"Visit Confirmation",
			filters=(("stage", "=", "Signed"),),
			format="{} waiting",
			color="Orange",
		),
		Shortcut(
			"Deals to Confirm",
			"Sales Deal",
			filters=(("stage", "=", "Draft"),),
			format="{} waiting",
			color="Orange",
		),
		Shortcut(
			"Time Off to Decide",
			"Time Off Request",
			filters=(("decision", "is", "not set"), ("docstatus", "=", 0)),
			format="{} waiting",
			color="Orange",
		),
		Shortcut(
			"Overtime and Corrections to Decide",
			"Working Time Request",
			filters=(("decision", "is", "not set"), ("docstatus", "=", 0)),
			format="{} waiting",
			color="Orange",
		),
		Shortcut(
			"Proposals to Decide",
			"Disciplinary Action",
			filters=(("status", "=", "Proposed"),),
			format="{} waiting",
			color="Red",
		),
		Shortcut(
			"Appeals to Decide",
			"Incentive Appeal",
			filters=(("stage", "in", "Filed,In Review"),),
			format="{} open",
			color="Red",
		),
		Shortcut("New Resources", "Lead Batch", filters=(("status", "!=", "Undone"),)),
		Shortcut(
			"Settlements in Work",
			"Incentive Settlement",
			filters=(("docstatus", "=", 0),),
			format="{} open",
			color="Orange",
		),
	),
	cards=(
		Card(
			"Calls", ("Call Sheet", "Call Lead", ("Page", "customer-file", "Customer File"), "Inbound Call")
		),
		Card(
			"Visits and Deals",
			(
				("Page", "reception", "Reception"),
				"Invitation Register",
				"Visit Confirmation",
				"Sales Deal",
				"Deal File",
				*report_links("Missing Deal Papers"),
				"Visitor Entry",
				*report_links("Visitors Register"),
				"Property Unit",
				"Viewing Event",
				*report_links("Effect of Viewing Events"),
			),
		),
		Card(
			"Resources",
			(
				"Lead Batch",
				"Lead Allocation",
				"Phone Reveal Log",
				"Lead Claim",
				"Refusal Record",
				"Message Log",
			),
		),
		Card(
			"Ledger",
			(
				"Daily Ledger",
				*report_links(
					"Daily Sales Call Ledger",
					"Quota Shortfall Today",
					"Monthly Statistics Table",
					"Weekly Centre Summary",
				),
				"Daily Hand-in",
				"Weekly Hand-in",
			),
		),
		Card(
			"From Lead to Deal",
			report_links(
				"Sales Funnel", "Source Quality", "Resistance and Lost Reasons", "Deals by Follow-ups"
			),
		),
		Card(
			"To Act On",
			report_links(
				"Intention Customers",
				"Due Follow-ups",
				"Recycle List",
				"No-show Follow-up",
				"Customers of Leavers",
				"Conflict Rulings",
			),
		),
		Card(
			"Rewards and Penalties",
			(
				"Incentive Entry",
				"Incentive Statement",
				"Incentive Settlement",
				"Plan Revision",
				"Disciplinary Action",
				"Incentive Appeal",
				"Performance Target",
				"Incentive Rule",
				"Rule Review",
				*report_links(
					"Staff Ranking",
					"Rewards and Penalties Register",
					"Settlement Comparison",
					"Customer Satisfaction",
					"Complaint Analysis",
					"Survey Results",
				),
			),
		),
		Card(
			"Scripts and Training",
			(
				"Daily Briefing",
				*report_links("Daily Briefings"),
				"Talk Script",
				"Customer Question",
				*report_links("Enquiries by Category"),
				*report_links("Talk Script Readers"),
				"Reading Mark",
				"Training Session",
				"Training Due",
				*report_links("Trainings by Person"),
				"Training Course",
			),
		),
		Card(
			"People",
			(
				"Sales Staff",
				"Sales Group",
				"Sales Candidate",
				*report_links("Candidate Funnel"),
				"Staff Certificate",
				"ToDo",
				*report_links("Tasks by Week"),
				"Development Plan",
				"Questionnaire Form",
				"Staff Questionnaire",
				*report_links("Questionnaire Results"),
				"Staff Suggestion",
				"Market Note",
				*report_links("Market Report"),
				"Time Off Request",
				"Leave Balance Entry",
				"Staff Appraisal",
				"Appraisal Form",
				*report_links("Appraisal Results"),
			),
		),
		Card(
			"Clocking In and Out",
			(
				("Page", "my-attendance", "My Attendance"),
				("Page", "roster-board", "Roster"),
				*report_links(
					"Attendance Month Sheet",
					"Who Is Here",
					"Absences and Lateness",
					"Overtime Worked",
					"Long Weeks",
					"Overtime for Payroll",
					"Applications Open",
					"Leave Balances",
				),
				"Staff Day Result",
				"Working Time Request",
				"Punch Record",
				"Punch File",
				"Punch Device",
				"Device Outage",
				"Day Result Appeal",
				"Attendance Close",
			),
		),
	),
)

SETTINGS = Space(
	name="Rules and Settings",
	icon="setting",
	order=0.2,
	first_list=False,
	roles=(roles.ADMIN, roles.MANAGER, roles.HR, roles.ADMINISTRATION, roles.PLANNING, roles.AUDITOR),
	cards=(
		Card(
			"Places and People",
			("Sales Centre", "Sales Group", "Sales Staff", "Work Calendar", "Punching Policy", "Duty Shift"),
		),
		Card("Before It Holds", (("Page", "rule-simulation", "Rule Simulation"),)),
		Card(
			"Rules",
			(
				"Incentive Rule",
				"Incentive Metric",
				"Performance Target",
				"Deduction Policy",
				"Rule Acknowledgement",
				"Appraisal Scheme",
			),
		),
		Card(
			"Words and Lists",
			(
				"Grade Scheme",
				"Product Type",
				"Channel Source",
				"Follow-up Message Template",
				"Complaint Category",
				"Responsible Department",
				"Measure Ground",
				"Survey Template",
				"Time Off Type",
			),
		),
		Card(
			"Confidentiality",
			(
				"Phone Reveal Log",
				*report_links("Phone Reveals and Exports"),
				"Review Flag",
				*report_links("Flags Raised"),
				"Personal Data Request",
				"Retention Period",
				"Retention Run",
			),
		),
		Card(
			"Start and System",
			(
				"Policy Pack",
				"Telesales Settings",
				"Opening Balance",
				"Incentive Chain Head",
				"Delivery Log",
				"Group Robot",
			),
		),
	),
)

SPACES = (DAILY, SETTINGS)
