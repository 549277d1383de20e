"""The events of a Sales Group: its leader and assistant, one expansion department a centre (R2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint

from dianjian_app import roles
from dianjian_app.people.errors import LeaderError, PlaceError
from dianjian_app.people.group_order import order_in_name
from dianjian_app.people.post_holder import check_post_holder
from dianjian_app.people.staffing import DEPARTED

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_group.sales_group import SalesGroup

EXPANSION = "Expansion"


def validate(group: SalesGroup) -> None:
	"""Event validate. Raises PlaceError, LeaderError. (R2)"""
	before = group.get_doc_before_save()
	if before and before.centre != group.centre:
		frappe.throw(
			_("Group {0} stays in its centre; make a new group.").format(group.group_name), PlaceError
		)
	group.sort_order = cint(group.sort_order) or order_in_name(group.group_name or "")
	if group.leader:
		check_post_holder(group.leader, group.centre, roles.LEADER, _("Sales Group Leader"))
		_check_in_group(group)
	if group.assistant:
		check_post_holder(group.assistant, group.centre, roles.ASSISTANT, _("Sales Assistant"))
	_check_one_expansion(group)
	if group.disabled and not (before and before.disabled):
		_check_empty(group)


def _check_in_group(group: SalesGroup) -> None:
	name, current = frappe.db.get_value("Sales Staff", group.leader, ["staff_name", "sales_group"])
	if current != group.name:
		frappe.throw(
			_("{0} is not in group {1}. Move the leader into the group first.").format(
				name, group.group_name
			),
			LeaderError,
			title=_("Leader Not in Group"),
		)


def _check_one_expansion(group: SalesGroup) -> None:
	if group.group_type != EXPANSION or group.disabled:
		return
	other = frappe.db.get_value(
		"Sales Group",
		{"centre": group.centre, "group_type": EXPANSION, "disabled": 0, "name": ("!=", group.name or "")},
		"group_name",
	)
	if other:
		frappe.throw(
			_("{0} is the expansion department of {1} already; a centre has one.").format(
				other, group.centre
			),
			PlaceError,
		)


def _check_empty(group: SalesGroup) -> None:
	members = frappe.get_all(
		"Sales Staff",
		filters={"sales_group": group.name, "status": ("!=", DEPARTED)},
		pluck="staff_name",
		limit=5,
	)
	if members:
		frappe.throw(
			_("Group {0} still has {1}. Move them before disabling the group.").format(
				group.group_name, ", ".join(members)
			),
			PlaceError,
		)
