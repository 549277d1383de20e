"""A workspace for each role beside the common one: today, this week and this month against what is asked (R44-R46).

Charts draw the app's reports, which the desk runs as the reader: two people never see each other's figures.
"""

from __future__ import annotations

from dianjian_app import roles
from dianjian_app.setup.workspace_parts import Chart, Figure, Shortcut, Space
from dianjian_app.setup.workspaces import OPEN_STAGES, TODAY

MONTH = ("Timespan", "this month")
_CARDS = "dianjian_app.reporting.number_cards."

CONNECTED_TODAY = Figure(
	"Connected Today", "Daily Ledger", (), method=f"{_CARDS}connected_today", color="#2490EF"
)
MISSING_TODAY = Figure("Missing Today", "Daily Ledger", (), method=f"{_CARDS}missing_today", color="#E24C4C")
VISITS_WEEK = Figure(
	"Visits This Week", "Daily Ledger", (), method=f"{_CARDS}visits_this_week", color="#29CD42"
)
MISSING_WEEK = Figure(
	"Visits Missing This Week",
	"Daily Ledger",
	(),
	method=f"{_CARDS}visits_missing_this_week",
	color="#E24C4C",
)
VISITS_MONTH = Figure(
	"Visits This Month", "Daily Ledger", (), method=f"{_CARDS}visits_this_month", color="#29CD42"
)
DEALS_MONTH = Figure(
	"Units Sold This Month", "Daily Ledger", (), method=f"{_CARDS}units_this_month", color="#7575FF"
)

NOT_HERE = Figure(
	"People Not Here Yet", "Staff Day Result", (), method=f"{_CARDS}missing_now", color="#E24C4C"
)
SHEET, WHO_IS_HERE, APPLICATIONS = (
	Shortcut(report, report, kind="Report")
	for report in ("Attendance Month Sheet", "Who Is Here", "Applications Open")
)

RECEPTION = Shortcut("Reception", "reception", kind="Page")
MY_ATTENDANCE = Shortcut("My Attendance", "my-attendance", kind="Page")

APPRAISALS = Shortcut(
	"Appraisals to Answer",
	"Appraisal Form",
	filters=(("status", "=", "Open"),),
	format="{} open",
	color="Orange",
)

BY_DAY = Chart(
	"Calls and Visits by Day",
	"Daily Sales Call Ledger",
	{"summed_by": "Every Line"},
	{"from_date": "dianjian.month_start()", "to_date": "dianjian.today()"},
)
AGAINST_QUOTA = Chart("Today Against the Quota", "Quota Shortfall Today", {}, {})
RANKING = Chart(
	"Ranking of the Month",
	"Staff Ranking",
	{"span": "Month", "by": "Telesales Agent", "population": "All", "ranked_by": "Visits, Deals, Amount"},
	{"month": "dianjian.today().slice(0, 7)"},
)
FUNNEL = Chart(
	"From Lead to Deal in Six Months",
	"Sales Funnel",
	{"by": "Source"},
	{
		"from_date": "frappe.datetime.add_months(dianjian.today(), -6)",
		"to_date": "dianjian.today()",
	},
)
WEEK = Chart("Groups This Week", "Weekly Centre Summary", {}, {"week": "dianjian.today()"})

MY_DAY = Space(
	name="My Day",
	icon="customer",
	order=0.05,
	roles=(roles.AGENT,),
	figures=(CONNECTED_TODAY, MISSING_TODAY, VISITS_WEEK, MISSING_WEEK, VISITS_MONTH, DEALS_MONTH),
	charts=(BY_DAY, RANKING),
	shortcuts=(
		Shortcut("Today's Calls", "my-calls", kind="Page"),
		MY_ATTENDANCE,
		Shortcut("My Agenda", "Call Lead", view="Calendar"),
		Shortcut(
			"My Sheets",
			"Call Sheet",
			filters=(("stage", "in", OPEN_STAGES),),
			format="{} open",
			color="Orange",
		),
		Shortcut(
			"My Visits Today",
			"Visit Confirmation",
			filters=(("planned_at", *TODAY),),
			format="{} today",
			color="Blue",
		),
		Shortcut(
			"My Statements",
			"Incentive Statement",
			filters=(("acknowledged_at", "is", "not set"),),
			format="{} new",
			color="Green",
		),
		APPRAISALS,
		Shortcut("Rewards and Penalties Register", "Rewards and Penalties Register", kind="Report"),
	),
)
MY_GROUP = Space(
	name="My Group",
	icon="users",
	order=0.06,
	roles=(roles.LEADER, roles.ASSISTANT),
	figures=(CONNECTED_TODAY, MISSING_TODAY, NOT_HERE, VISITS_WEEK, VISITS_MONTH, DEALS_MONTH),
	charts=(AGAINST_QUOTA, BY_DAY),
	shortcuts=(
		WHO_IS_HERE,
		MY_ATTENDANCE,
		SHEET,
		APPLICATIONS,
		Shortcut("Daily Briefing", "Daily Briefing"),
		APPRAISALS,
		Shortcut(
			"Sheets to Confirm",
			"Call Sheet",
			filters=(("stage", "=", "Handed In"),),
			format="{} waiting",
			color="Orange",
		),
		Shortcut("Hand Out Resources", "hand-out", kind="Page"),
		Shortcut("Agenda of Follow-ups", "Call Lead", view="Calendar"),
		Shortcut("Quota Shortfall Today", "Quota Shortfall Today", kind="Report"),
		Shortcut("No-show Follow-up", "No-show Follow-up", kind="Report"),
		Shortcut("Daily Hand-in", "Daily Hand-in"),
		Shortcut("Weekly Hand-in", "Weekly Hand-in"),
		Shortcut("Wall Board", "wall-board", kind="Page"),
	),
)
FRONT_OFFICE = Space(
	name="Front Office",
	icon="reception",
	order=0.07,
	roles=(roles.FRONT_DESK, roles.CONSULTANT, roles.SERVICE),
	figures=(
		Figure("Visits Planned Today", "Visit Confirmation", (("planned_at", *TODAY),), color="#2490EF"),
		Figure("Visits to Sign", "Visit Confirmation", (("stage", "=", "Arrived"),), color="#F8814F"),
	),
	shortcuts=(
		RECEPTION,
		Shortcut(
			"Other Visitors",
			"Visitor Entry",
			filters=(("stage", "=", "Here"),),
			format="{} here",
			color="Blue",
		),
		Shortcut(
			"Expected Today",
			"Visit Confirmation",
			filters=(("planned_at", *TODAY), ("stage", "=", "Expected")),
			format="{} expected",
			color="Blue",
		),
		Shortcut(
			"To Lead In",
			"Visit Confirmation",
			filters=(("stage", "=", "Arrived"), ("led_in_at", "is", "not set")),
			format="{} waiting",
			color="Orange",
		),
		Shortcut(
			"To Sign",
			"Visit Confirmation",
			filters=(("stage", "=", "Arrived"),),
			format="{} waiting",
			color="Orange",
		),
		Shortcut("Register an Incoming Call", "Inbound Call"),
		MY_ATTENDANCE,
		APPRAISALS,
		Shortcut("Ask for Satisfaction", "Customer Survey"),
		Shortcut("Customer Question", "Customer Question"),
		Shortcut(
			"Customers to Ask",
			"Survey Link",
			filters=(("status", "=", "Open"),),
			format="{} open",
			color="Orange",
		),
		Shortcut(
			"Personal Data Requests",
			"Personal Data Request",
			filters=(("stage", "=", "Received"),),
			format="{} open",
			color="Orange",
		),
	),
)
MY_CENTRE = Space(
	name="My Centre",
	icon="organization",
	order=0.08,
	roles=(roles.MANAGER, roles.HR, roles.ADMINISTRATION),
	figures=(CONNECTED_TODAY, MISSING_TODAY, NOT_HERE, VISITS_WEEK, VISITS_MONTH, DEALS_MONTH),
	charts=(WEEK, RANKING, FUNNEL, AGAINST_QUOTA),
	shortcuts=(
		WHO_IS_HERE,
		SHEET,
		APPLICATIONS,
		MY_ATTENDANCE,
		Shortcut("Absences and Lateness", "Absences and Lateness", kind="Report"),
		Shortcut(
			"Days to Be Decided",
			"Staff Day Result",
			filters=(("status", "=", "To Be Decided"),),
			format="{} waiting",
			color="Orange",
		),
		Shortcut(
			"Attendance Appeals",
			"Day Result Appeal",
			filters=(("stage", "in", "Filed,In Review"),),
			format="{} open",
			color="Red",
		),
		Shortcut(
			"Flags to Look At",
			"Review Flag",
			filters=(("result", "is", "not set"),),
			format="{} open",
			color="Red",
		),
		Shortcut(
			"Settlements Open",
			"Incentive Settlement",
			filters=(("docstatus", "=", 0),),
			format="{} open",
			color="Orange",
		),
		Shortcut(
			"Candidates",
			"Sales Candidate",
			filters=(("stage", "in", "CV,Written Test,Interview,Accepted"),),
			format="{} open",
			color="Blue",
		),
		APPRAISALS,
		Shortcut(
			"Appraisals for Talk",
			"Staff Appraisal",
			filters=(("stage", "=", "For Talk"), ("docstatus", "=", 0)),
			format="{} waiting",
			color="Orange",
		),
		Shortcut("Weekly Centre Summary", "Weekly Centre Summary", kind="Report"),
		Shortcut("Settlement Comparison", "Settlement Comparison", kind="Report"),
		Shortcut("Wall Board", "wall-board", kind="Page"),
	),
)
AUDIT = Space(
	name="Audit",
	icon="review",
	order=0.09,
	roles=(roles.AUDITOR,),
	figures=(
		Figure(
			"Reveals Today",
			"Phone Reveal Log",
			(("revealed_at", *TODAY), ("refused", "=", 0)),
			color="#2490EF",
		),
		Figure(
			"Reveals Refused This Month",
			"Phone Reveal Log",
			(("revealed_at", *MONTH), ("refused", "=", 1)),
			color="#E24C4C",
		),
		Figure("Deliveries Failed", "Delivery Log", (("status", "=", "Failed"),), color="#E24C4C"),
	),
	charts=(FUNNEL,),
	shortcuts=(
		Shortcut("Phone Reveals and Exports", "Phone Reveals and Exports", kind="Report"),
		Shortcut(
			"Deliveries Failed",
			"Delivery Log",
			filters=(("status", "=", "Failed"),),
			format="{} failed",
			color="Red",
		),
		Shortcut("Refusal Record", "Refusal Record"),
	),
)

ROLE_SPACES = (MY_DAY, MY_GROUP, FRONT_OFFICE, MY_CENTRE, AUDIT)
