"""Call sheets of the demo: a few calls logged as they happen, the rest filled into the form at the end of the day."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import frappe
from frappe.model.workflow import apply_workflow

from dianjian_app.calls import review
from dianjian_app.calls.log_call import log_call
from dianjian_app.demo import resources
from dianjian_app.demo.plan import SEED, SheetFact

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.call_sheet.call_sheet import CallSheet


SAID = ("问了价格和户型", "关注学区和地铁", "想先看样板间", "家里人要商量", "已有意向楼盘，愿意比较")
REFUSED = ("暂不考虑", "已经买房", "预算不够", "不需要，别再打了")
NEEDS = ("高层", "高层", "高层", "洋房", "别墅", "商铺")
SEGMENTS = ("First Home", "Upgrade", "Investment")


@dataclass(frozen=True)
class Call:
	"""One call of the day, as the page or the form takes it."""

	lead: str
	at: datetime
	connected: bool
	values: dict


def plan_calls(
	fact: SheetFact, agent: str, again: list[str], end: time, begin: time = time(9, 5)
) -> list[Call]:
	"""The calls of the day in their order. again: leads whose customers are invited once more that day.

	The first calls reach the customers who are to be invited: people who were never called before.
	"""
	dice = random.Random(f"{SEED}/calls/{fact.agent}/{fact.day}")
	known = [*again, *resources.follow_ups(agent, fact.leads - fact.fresh - len(again), fact.day, again)]
	leads = resources.fresh_leads(agent, fact.leads - len(known)) + known
	if len(leads) < fact.leads:
		raise ValueError(f"{fact.agent} holds {len(leads)} leads on {fact.day} and needs {fact.leads}")
	# whom nobody answers is among those called for the first time, behind the ones to be invited
	split = fact.intention + fact.unanswered
	order = [(lead, True) for lead in leads[: fact.intention]]
	order += [(lead, False) for lead in leads[fact.intention : split]]
	order += [(lead, True) for lead in leads[split:]]
	order += [(lead, True) for lead in leads[len(leads) - fact.repeated :]]
	step = (datetime.combine(fact.day, end) - datetime.combine(fact.day, begin)) / len(order)
	start = datetime.combine(fact.day, begin)
	return [
		Call(
			lead,
			start + step * n,
			connected,
			_values(dice, fact.day, connected, n < fact.intention or lead in again),
		)
		for n, (lead, connected) in enumerate(order)
	]


def _values(dice: random.Random, day: date, connected: bool, intention: bool) -> dict:
	if not connected:
		return {"remarks": dice.choice(("无人接听", "关机", "忙线"))}
	if intention:
		return {
			"grade": dice.choice("ABB"),
			"product_need": dice.choice(NEEDS),
			"segment": dice.choice(SEGMENTS),
			"said": dice.choice(SAID),
			"project_asked": "八里洲",
			"remarks": "有意到访",
			"next_step": "电话确认到访",
			"next_step_date": str(day + timedelta(days=dice.randint(2, 5))),
		}
	if dice.random() < 0.55:
		return {"grade": "C", "product_need": dice.choice((*NEEDS, None)), "remarks": dice.choice(SAID)}
	refusal = dice.choice(REFUSED)
	return {"grade": "D", "remarks": refusal, "do_not_call": int("别再打" in refusal)}


def log(call: Call) -> None:
	"""One call through the page's function (R11)."""
	log_call(
		lead=call.lead, connected=call.connected, request_key=f"{call.lead}/{call.at:%Y%m%d}", **call.values
	)


def fill(fact: SheetFact, agent: str, calls: list[Call]) -> None:
	"""The rest of the day's calls into the form, one save."""
	name = frappe.db.get_value("Call Sheet", {"agent": agent, "date": fact.day, "docstatus": 0})
	sheet = (
		frappe.get_doc("Call Sheet", name)
		if name
		else frappe.new_doc("Call Sheet", agent=agent, date=fact.day)
	)
	for call in calls:
		sheet.append(
			"rows", {"lead": call.lead, "connected": int(call.connected), "called_at": call.at, **call.values}
		)
	sheet.save()


def live_sheet(agent: str, day: date) -> CallSheet:
	"""The agent's sheet of the day."""
	return frappe.get_doc("Call Sheet", {"agent": agent, "date": day, "docstatus": ("<", 2)})


def act(agent: str, day: date, action: str) -> None:
	"""A workflow action on the agent's sheet of the day, by the user who acts."""
	apply_workflow(live_sheet(agent, day), action)


def confirm_day(day: date, group: str) -> None:
	"""The leader confirms what shows nothing odd, looks at the rest, and confirms that, too."""
	for odd in review.confirm_all(str(day), group)["odd"]:
		apply_workflow(frappe.get_doc("Call Sheet", odd["name"]), "Confirm")


def give_back(agent: str, day: date, reason: str) -> None:
	"""The leader returns a sheet that was handed in."""
	review.return_sheet(live_sheet(agent, day).name, reason)


def mend(agent: str, day: date) -> None:
	"""The agent writes what was missing and hands the sheet in again."""
	sheet = live_sheet(agent, day)
	sheet.rows[2].remarks = "周六上午十点看房，两人同来"
	sheet.save()
	act(agent, day, "Hand In")


def correct(agent: str, day: date, surplus: int) -> None:
	"""The leader finds calls on a confirmed sheet that were none, takes them out, and confirms the correction."""
	name = review.correct(live_sheet(agent, day).name, "与通话详单核对，多登记了未接通的客户")
	sheet = frappe.get_doc("Call Sheet", name)
	sheet.set("rows", sheet.rows[: len(sheet.rows) - surplus])
	sheet.save()
	act(agent, day, "Hand In")
	act(agent, day, "Confirm")
