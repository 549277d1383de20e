"""A centre whose month is to be settled: people, ledger lines, deals, rules, settlements."""

from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe.model.workflow import apply_workflow

from dianjian_app import roles
from dianjian_app.bulk_writer import insert_dicts
from dianjian_app.incentives.settlement import compute, rule_corrections
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user, number
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, a_user, an_agent

SEPTEMBER, OCTOBER = Period.month(2026, 9), Period.month(2026, 10)
AFTER_SEPTEMBER, AFTER_OCTOBER = date(2026, 10, 5), date(2026, 11, 5)


@dataclass
class Place:
	"""A centre with one group, its agents, and the people who sign."""

	centre: object
	group: object
	agents: list
	manager: object
	hr: object

	@property
	def name(self) -> str:
		return self.centre.name

	@property
	def agent(self):
		return self.agents[0]


def a_place(agents=1, opened_on=SEPTEMBER.start, **centre):
	"""A centre that uses the app from the first of September 2026 on; everybody rests on Sundays."""
	centre = a_centre(rest_days=("Sunday",), opened_on=opened_on, **centre)
	group = a_group(centre)
	return Place(
		centre,
		group,
		[an_agent(group, user=n == 0) for n in range(agents)],
		a_staff(roles.MANAGER, centre=centre),
		a_staff(roles.HR, centre=centre),
	)


def many_agents(place, how_many):
	"""Agents put down in bulk, for tests about large centres."""
	for _ in range(how_many):
		n = number()
		staff = frappe.get_doc(
			doctype="Sales Staff",
			name=f"M-{n:05d}",
			employee_number=f"M-{n:05d}",
			staff_name=f"员工{n}",
			position=roles.AGENT,
			status="Active",
			centre=place.name,
			sales_group=place.group.name,
			joining_date=date(2025, 1, 1),
		)
		staff.db_insert()
		frappe.get_doc(
			doctype="Staff Spell",
			name=frappe.generate_hash(length=10),
			parent=staff.name,
			parenttype="Sales Staff",
			parentfield="spells",
			position=roles.AGENT,
			from_date=date(2025, 1, 1),
			idx=1,
		).db_insert()
		row = frappe.get_doc(
			doctype="Sales Group Membership",
			name=frappe.generate_hash(length=10),
			parent=staff.name,
			parenttype="Sales Staff",
			parentfield="memberships",
			sales_group=place.group.name,
			from_date=date(2025, 1, 1),
			idx=1,
		)
		row.db_insert()
		place.agents.append(staff)


def a_line(agent, day, connected=0, visits=0, **fields):
	"""A line of the ledger as it stands after its documents; how it comes about is proved where the ledger is."""
	values = {"connected": connected, "visits": visits, **fields}
	name = f"{agent.name}-{day}"
	if frappe.db.exists("Daily Ledger", name):
		frappe.db.set_value("Daily Ledger", name, values, update_modified=False)
		return name
	frappe.get_doc(
		{
			"doctype": "Daily Ledger",
			"name": name,
			"agent": agent.name,
			"agent_name": agent.staff_name,
			"date": day,
			"centre": agent.centre,
			"sales_group": agent.sales_group,
			"sheet_state": "Confirmed",
			**values,
		}
	).db_insert()
	return name


def fill_in_lines(place, month=SEPTEMBER):
	"""Lines without a sheet for the days of the agents that have none."""
	names = [agent.name for agent in place.agents]
	within = {"agent": ("in", names), "date": ("between", (month.start, month.end))}
	have = set(frappe.get_all("Daily Ledger", within, ["agent", "date"], as_list=True, limit=0))
	rows = [
		{
			"name": f"{agent.name}-{day}",
			"agent": agent.name,
			"agent_name": agent.staff_name,
			"date": day,
			"centre": place.name,
			"sales_group": agent.sales_group,
			"sheet_state": "No Sheet",
		}
		for agent in place.agents
		for day in month.days()
		if (agent.name, day) not in have
	]
	insert_dicts("Daily Ledger", rows)
	_in_use(place, month)


def _in_use(place, month):
	"""Somebody of the centre, whom no rule judges, wrote a sheet in the month."""
	written = {"centre": place.name, "date": ("between", (month.start, month.end))}
	if not frappe.db.exists("Daily Ledger", {**written, "sheet_state": ("!=", "No Sheet")}):
		a_line(place.manager, month.start, sales_group=place.group.name)


def a_full_month(agent, month=SEPTEMBER, connected=100, weekly_visits=10):
	"""Every day of the month with its hundred, every week with its ten visits on the Wednesday."""
	for day in month.days():
		a_line(agent, day, connected)
	for week in Period.weeks_of_month(month):
		a_line(agent, week.start + timedelta(days=2), connected, weekly_visits)


def a_sale(agent, day, product="高层", units=1, amount=1_000_000, docstatus=1, **fields):
	"""A deal as it stands after its confirmation."""
	deal = frappe.get_doc(
		doctype="Sales Deal",
		name=f"SD-T-{number():05d}",
		agent=agent.name,
		agent_name=agent.staff_name,
		centre=agent.centre,
		sales_group=agent.sales_group,
		date=day,
		product_type=product,
		units=units,
		amount=amount,
		docstatus=docstatus,
		workflow_state=("Draft", "Confirmed", "Cancelled")[docstatus],
		**fields,
	)
	deal.db_insert()
	return deal


def a_metric(**fields):
	"""A metric over the ledger."""
	return frappe.get_doc(
		doctype="Incentive Metric",
		**{
			"metric_name": f"指标{number()}",
			"unit": "个",
			"source_doctype": "Daily Ledger",
			"function": "Sum",
			"value_field": "visits",
			"filters_json": "[]",
			**fields,
		},
	).insert()


def a_rule(approved=True, **fields):
	"""A rule of its own family: 10 yuan a month for each visit, unless told otherwise."""
	rule = frappe.get_doc(
		doctype="Incentive Rule",
		**{
			"rule_title": "测试规则",
			"family": f"T{number()}",
			"kind": "Reward",
			"valid_from": date(2020, 1, 1),
			"period": "Month",
			"metric": "邀约到访",
			"condition": "Always",
			"outcomes": [{"outcome_type": "Money", "basis": "Per Unit", "amount": 10}],
			**fields,
		},
	).insert()
	return approve_rule(rule) if approved else rule


def approve_rule(rule):
	"""The rule, approved by somebody who has seen what it corrects in published months."""
	corrections = rule_corrections.show_corrections(rule.name)
	if corrections["total"]:
		rule_corrections.confirm_corrections(rule.name, corrections["seen"])
		rule.reload()
	rule.submit()
	return rule


def an_administrator():
	"""Name of a user with the role Telesales Administrator."""
	return a_user(roles.ADMIN).name


def a_settlement(place, month=SEPTEMBER, today=AFTER_SEPTEMBER):
	"""A month's settlement, computed; the ledger has a line for everybody's day, and what is asked is answered."""
	fill_in_lines(place, month)
	settlement = frappe.get_doc(
		doctype="Incentive Settlement", centre=place.name, month=month.month_text, question_answer="试算"
	).insert()
	compute.recompute(settlement, today)
	return settlement


def signed_by_manager(settlement, place):
	"""The settlement after the manager approved it through the workflow."""
	with as_user(place.manager):
		apply_workflow(frappe.get_doc("Incentive Settlement", settlement.name), "Approve as Manager")
	return frappe.get_doc("Incentive Settlement", settlement.name)


def signed_by_hr(settlement, place):
	"""The settlement after HR approved it, too."""
	with as_user(place.hr):
		apply_workflow(frappe.get_doc("Incentive Settlement", settlement.name), "Approve as HR")
	return frappe.get_doc("Incentive Settlement", settlement.name)


def published(place, month=SEPTEMBER, today=AFTER_SEPTEMBER):
	"""A month from computing to publishing, through everybody's hands."""
	settlement = a_settlement(place, month, today)
	settlement = signed_by_hr(signed_by_manager(settlement, place), place)
	with as_user(place.hr):
		apply_workflow(settlement, "Publish")
	return frappe.get_doc("Incentive Settlement", settlement.name)


def lines_of(settlement, **filters):
	"""A settlement's stored lines."""
	return frappe.get_all(
		"Settlement Line",
		filters={"parent": settlement.name, **filters},
		fields=["*"],
		order_by="idx",
	)


def entries_of(place, **filters):
	"""A centre's entries in the order of their chain."""
	return frappe.get_all(
		"Incentive Entry", filters={"centre": place.name, **filters}, fields=["*"], order_by="seq"
	)


def a_yuan_a_missing_call(centre, title):
	"""The centre's own rule: each day, one yuan for each customer short of a hundred."""
	return a_rule(
		centre=centre.name,
		family=f"B{number()}",
		rule_title=title,
		kind="Penalty",
		penalty_class="Fine",
		period="Day",
		metric="接通电话",
		target_type="Fixed",
		target_value=100,
		scale_by_presence=1,
		condition="Below",
		valid_from=SEPTEMBER.start,
		outcomes=[{"outcome_type": "Money", "basis": "Per Unit Short", "amount": 1}],
	)
