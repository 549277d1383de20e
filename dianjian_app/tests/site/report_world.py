"""A centre whose reports all have rows, and the filters that show them."""

import frappe
from frappe.utils import add_days, getdate, now_datetime, today

from dianjian_app import roles
from dianjian_app.attendance import day_results
from dianjian_app.ledger import build
from dianjian_app.people.period import Period
from dianjian_app.service.flags.detectors import Evidence, Finding, Kind
from dianjian_app.service.flags.raising import put_down
from dianjian_app.tests.builders.attendance import a_policy
from dianjian_app.tests.builders.calls import a_row, a_sheet, confirmed
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.visits import Party, a_deal
from dianjian_app.tests.builders.visits import confirmed as confirmed_deal

LEADS = {"from_date": "2026-08-01", "to_date": "2026-09-30"}


def every_report() -> dict[str, dict]:
	"""Each report with filters that show the world of today."""
	now = {"from_date": add_days(today(), -7), "to_date": today()}
	later = add_days(today(), 60)
	return {
		"Source Quality": LEADS,
		"Sales Funnel": {**LEADS, "by": "Telesales Agent"},
		"Resistance and Lost Reasons": now,
		"Deals by Follow-ups": now,
		"Monthly Statistics Table": {"month": today()[:7]},
		"Weekly Centre Summary": {"week": today()},
		"Intention Customers": {},
		"Due Follow-ups": {"until": later},
		"Recycle List": {"until": later},
		"No-show Follow-up": now,
		"Customers of Leavers": {},
		"Quota Shortfall Today": {},
		"Customer Satisfaction": now,
		"Settlement Comparison": {"month": today()[:7]},
		"Phone Reveals and Exports": now,
		"Conflict Rulings": now,
		"Visitors Register": now,
		"Tasks by Week": now,
		"Enquiries by Category": now,
		"Missing Deal Papers": {},
		"Staff Ranking": {"month": today()[:7], "population": "All"},
		"Rewards and Penalties Register": {"month": today()[:7]},
		"Daily Sales Call Ledger": now,
		"Attendance Month Sheet": {"month": today()[:7]},
		"Long Weeks": {"month": today()[:7]},
		"Overtime for Payroll": {"month": today()[:7]},
		"Who Is Here": {},
		"Absences and Lateness": now,
		"Overtime Worked": now,
		"Leave Balances": {},
		"Applications Open": {},
		"Daily Briefings": now,
		"Talk Script Readers": {"shown": "Everybody"},
		"Candidate Funnel": now,
		"Appraisal Results": now,
		"Trainings by Person": {"from_date": add_days(today(), -7), "to_date": later},
		"Market Report": {"month": today()[:7]},
		"Questionnaire Results": now,
		"Effect of Viewing Events": now,
		"Flags Raised": now,
	}


class World:
	"""A centre with two groups of one agent each, and the first agent's customers at every step."""

	def __init__(self):
		self.centre = a_centre()
		self.groups = [a_group(self.centre), a_group(self.centre)]
		self.agents = [an_agent(group=g) for g in self.groups]
		self.manager = a_staff(roles.MANAGER, centre=self.centre)
		self.centre.update({"manager": self.manager.name}).save()
		first, second = self.agents
		asked = {"resistance": "Some", "resistance_reason": "Price"}
		self.leads = [a_lead(agent=first, **asked) for _ in range(4)]
		sold, missed, intends, unreached = self.leads
		rows = [
			a_row(first, lead=sold, grade="A"),
			a_row(first, lead=missed, grade="A"),
			a_row(first, lead=intends, grade="B", next_step="送资料", next_step_date=add_days(today(), 2)),
			a_row(first, lead=unreached, connected=False),
		]
		confirmed(a_sheet(first, rows=rows), first)
		confirmed(a_sheet(second, rows=[a_row(second, grade="C")]), second)
		party = Party(first, lead=sold).counted()
		self.deal = confirmed_deal(a_deal(party), self.manager)
		self.missed = Party(first, lead=missed, consultant=party.consultant).missed()
		survey = {"agent": first.name, "date": today(), "channel": "Telephone"}
		for score in (5, 4):
			frappe.get_doc(doctype="Customer Survey", score=score, lead=sold.name, **survey).insert()
		missed = Evidence("Visit Confirmation", self.missed.name, now_datetime())
		put_down(self.centre.name, [Finding(Kind.OUT_OF_HOURS, first.name, (missed,))])
		build.rebuild(self.centre.name, Period.day(getdate()))
		# today is open, the days before are without a punch
		a_policy(self.centre, start=add_days(today(), -2))
		agents = [agent.name for agent in self.agents]
		day_results.refresh(agents, Period(getdate(add_days(today(), -2)), getdate()))
