"""Loads a pack into a site, one item of its plan after the other (R52)."""

from __future__ import annotations

from copy import deepcopy

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, cint, getdate, today

from dianjian_app.packs.parts import PLACE_OF_SOURCE
from dianjian_app.packs.plan import ADD, CHANGE, Item
from dianjian_app.packs.site_state import DOCTYPES, POLICY, latest_policy


def write(item: Item, centre: str) -> None:
	"""Do what the plan says of one item."""
	if item.section == "centre" and item.action == CHANGE:
		doc = frappe.get_doc("Sales Centre", centre)
		doc.update(deepcopy(dict(item.values)))
		doc.save()
	elif item.section == "attendance" and item.action in (ADD, CHANGE):
		_write_policy(item, centre)
	elif item.section == "rules" and item.action in (ADD, CHANGE):
		_write_rule(item, centre)
	elif item.section == "grounds" and item.action in (ADD, CHANGE):
		_own(item, "Measure Ground", centre).insert()
	elif item.section == "scripts" and item.action == ADD:
		# a draft, which only who writes scripts at the centre can bring into force
		_own(item, "Talk Script", centre).insert(ignore_permissions=True)
	elif item.section == "survey_templates" and item.action == ADD:
		_new("Survey Template", item, disabled=1).insert()
	elif item.section == "sources" and item.action == CHANGE:
		doc = frappe.get_doc("Channel Source", item.key)
		doc.update({f: v for f, v in item.values.items() if f in PLACE_OF_SOURCE})
		doc.save()
	elif item.action == ADD and item.section in DOCTYPES:
		_new(DOCTYPES[item.section], item).insert()


def _new(doctype: str, item: Item, **more: object) -> Document:
	return frappe.get_doc({"doctype": doctype, **deepcopy(dict(item.values)), **more})


def _own(item: Item, doctype: str, centre: str) -> Document:
	return _new(doctype, item, centre=centre)


def _write_policy(item: Item, centre: str) -> None:
	"""Write the punching policy that holds from tomorrow on: days that were judged keep theirs (R33)."""
	latest, begins = latest_policy(centre), getdate(add_days(today(), 1))
	doc = frappe.get_doc(POLICY, latest) if latest else None
	if doc is None or getdate(doc.from_date) < begins:
		doc = frappe.copy_doc(doc) if doc else frappe.new_doc(POLICY)
		doc.update({"centre": centre, "from_date": begins})
	doc.update(dict(item.values))
	doc.save()


def _write_rule(item: Item, centre: str) -> None:
	"""Write a draft for the centre: a first version, or one that follows an approved one, which is never edited (decision 9)."""
	before = frappe.get_all(
		"Incentive Rule",
		filters={"family": item.key, "docstatus": 1},
		or_filters=[["centre", "=", centre], ["centre", "is", "not set"]],
		pluck="name",
		order_by="version_no desc",
		limit=1,
	)
	draft = frappe.get_all(
		"Incentive Rule", {"family": item.key, "docstatus": 0, "centre": centre}, pluck="name"
	)
	if draft:
		doc = frappe.get_doc("Incentive Rule", draft[0])
	else:
		doc = frappe.new_doc("Incentive Rule")
		doc.update(
			{
				"centre": centre,
				"valid_from": add_days(today(), 1),
				"supersedes": before[0] if before else None,
			}
		)
	doc.update({k: v for k, v in item.values.items() if k not in ("outcomes", "positions")})
	doc.set("positions", [dict(p) for p in item.values.get("positions", ())])
	doc.set("outcomes", [dict(o) for o in item.values.get("outcomes", ())])
	doc.pack = item.pack
	doc.consecutive_periods = cint(item.values.get("consecutive_periods")) or 1
	doc.save()
