"""A centre's people from a list in Excel: looked at, then made whole or not at all, with groups and logins (R2, R3).

The list itself is not kept. What is made is what each form would make: a staff record with its groups, a group with its
leader and assistant, a login with the role of its position, entered by a one-time link that is shown once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import cint, getdate

from dianjian_app import locking, roles
from dianjian_app.in_words import listed
from dianjian_app.people import logins, moves
from dianjian_app.resources.intake import reading, unreadable
from dianjian_app.value_lists import among
from dianjian_app.workbooks import paper_form
from dianjian_app.workbooks.download import FormError, new_workbook, send
from dianjian_app.workbooks.staff_list_check import NEW, WRONG, checked_lines, shown
from dianjian_app.workbooks.staff_list_reading import (
	COLUMNS,
	MOST_LINES,
	StaffLine,
	StaffListError,
	lines_of,
	read_staff,
)

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_centre.sales_centre import SalesCentre
	from dianjian_app.dianjian_app.doctype.sales_group.sales_group import SalesGroup
	from dianjian_app.dianjian_app.doctype.sales_staff.sales_staff import SalesStaff

MOST_BYTES = 5 * 1024 * 1024


class StaffListRefused(FormError):
	"""The list cannot be read, or a line of it cannot be made."""


@frappe.whitelist(methods=["POST"])
def upload() -> list[dict[str, str]]:
	"""The lines of a list that the desk's upload dialog sends, as texts; nothing is written, the file is not kept.

	Raises StaffListRefused, PermissionError.
	"""
	_check_enters_staff()
	content, filename = (getattr(frappe.local, part, None) for part in ("uploaded_file", "uploaded_filename"))
	return _read(content or b"", filename or "")


@frappe.whitelist(methods=["POST"])
def look(centre: str, lines: str | list) -> list[dict[str, Any]]:
	"""What a list would make at a centre, a line each, with its state (new, there, wrong) and what is wrong with it.

	lines: what `upload` gave. Writes nothing. Raises StaffListRefused, PermissionError.
	"""
	_check_right(centre)
	return shown(checked_lines(_told(lines), centre))


@frappe.whitelist(methods=["POST"])
def make(centre: str, lines: str | list, with_logins: bool | int | str = True) -> dict[str, Any]:
	"""Make the people of a list that `upload` gave: groups that are not there, staff records, leaders, logins.

	lines: what `upload` gave; lines of people who are there already are left alone. Gives {"made", "groups", "logins":
	[{"name", "user", "link"}]}; a link works once. Raises StaffListRefused with every line that is wrong, PermissionError;
	then nothing has changed.
	"""
	_check_right(centre)
	held = locking.document_now("Sales Centre", centre)
	people = checked_lines(_told(lines), centre, locking.rows_now)
	wrong = [person for person in people if person["state"] == WRONG]
	if wrong:
		_refuse([_("Line {0}: {1}").format(p["line"], listed(p["problems"])) for p in wrong])
	new = [person for person in people if person["state"] == NEW]
	groups, made_groups = _groups(new, centre)
	staff = {person["number"]: _make(person, centre, groups) for person in new}
	_lead(new, staff, groups, held)
	wanted = [p for p in new if p["email"]] if cint(with_logins) else []
	links = [{"name": p["name"], **logins.create_login(staff[p["number"]].name, p["email"])} for p in wanted]
	return {"made": len(new), "groups": made_groups, "logins": links}


@frappe.whitelist()
def download_blank(centre: str) -> None:
	"""An empty list with its headings, and the positions and groups to choose from. Raises PermissionError."""
	_check_right(centre)
	workbook = new_workbook()
	sheet = workbook.create_sheet(_("Staff"))
	headings = [_(label) for label in _LABELS.values()]
	for place, label in enumerate(headings, 1):
		paper_form.put(sheet, 1, place, label).fill = paper_form.GREY
		sheet.column_dimensions[chr(64 + place)].width = 18
	groups = frappe.get_all(
		"Sales Group", {"centre": centre, "disabled": 0}, pluck="group_name", order_by="group_name"
	)
	for key, choices in (("position", [_(p) for p in roles.POSITIONS]), ("group", groups)):
		if choices:
			_offer(sheet, list(_LABELS).index(key) + 1, choices)
	sheet.freeze_panes = "A2"
	send(workbook, _("Staff of {0}").format(centre), ("DocType", "Sales Staff"), 0, {"centre": centre})


def _offer(sheet: Any, column: int, choices: Sequence[str]) -> None:
	"""Offer choices in the column, not stopping what is typed: a group may be new."""
	letter = chr(64 + column)
	texts = ",".join(choice.replace(",", " ") for choice in choices)
	if len(texts) > paper_form.LIST_TEXT_LIMIT:
		return
	validation = paper_form.DataValidation(
		type="list", formula1=f'"{texts}"', allow_blank=True, showErrorMessage=False
	)
	sheet.add_data_validation(validation)
	validation.add(f"{letter}2:{letter}{MOST_LINES + 1}")


_LABELS = {
	"number": "Employee Number",
	"name": "Staff Name",
	"position": "Position",
	"group": "Sales Group",
	"joined": "Joining Date",
	"email": "Login Address",
	"phone": "Phone",
	"probation_until": "Probation Until",
}
"""column → its heading on the blank list"""


def _check_right(centre: str | None) -> None:
	_check_enters_staff()
	frappe.get_doc("Sales Centre", centre).check_permission("read")


def _check_enters_staff() -> None:
	if not frappe.has_permission("Sales Staff", "create"):
		frappe.throw(_("Whoever keeps the staff records enters new staff."), frappe.PermissionError)


def _read(content: bytes, filename: str) -> list[dict[str, str]]:
	if len(content) > MOST_BYTES:
		frappe.throw(_("{0} is larger than a list can be.").format(filename), StaffListRefused)
	try:
		sheets = [s for s in reading.read_sheets(content, filename) if not s.hidden and s.rows]
	except unreadable.ReadingError:
		frappe.throw(
			_("{0} cannot be read. Save it as .xlsx without a password.").format(filename or _("The file")),
			StaffListRefused,
		)
	refused = StaffListError("empty")
	for sheet in sheets:
		try:
			return lines_of(sheet.rows)
		except StaffListError as error:
			refused = error
	frappe.throw(_refusal(refused), StaffListRefused, title=_("Not a List of People"))
	raise refused  # frappe.throw has raised; its signature does not say so


def _refusal(error: StaffListError) -> str:
	code, *more = error.args
	if code == "headings":
		missing = listed(_(_LABELS[key]) for key in more)
		return _("No line has the headings {0}. Download the blank list to see how it is laid out.").format(
			missing
		)
	if code == "long":
		return _("The list has {0} people; make at most {1} at once.").format(more[0], MOST_LINES)
	return _("Nobody stands in the list.")


def _told(lines: str | list) -> list[StaffLine]:
	"""The lines as the desk sends them back: nothing in them is believed that `checked_lines` does not check again."""
	keys = (*COLUMNS, "line")
	rows = _list(lines)
	plain = [row for row in rows if isinstance(row, dict)]
	texts = [{key: str(row.get(key) or "").strip() for key in keys} for row in plain]
	made_up = len(texts) < len(rows) or not all(row["line"].isdecimal() for row in texts)
	if made_up or not 0 < len(rows) <= MOST_LINES:
		frappe.throw(_("Nobody stands in the list."), StaffListRefused)
	return read_staff(texts, {_(p, lang): p for lang in (frappe.local.lang, "zh") for p in roles.POSITIONS})


def _list(lines: str | list) -> list:
	try:
		rows = frappe.parse_json(lines) if isinstance(lines, str) else lines
	except ValueError:
		return []
	return rows if isinstance(rows, list) else []


def _groups(people: Iterable[Mapping[str, Any]], centre: str) -> tuple[dict[str, SalesGroup], int]:
	"""Group name → its document, those that are not there made, and how many were made."""
	wanted = dict.fromkeys(person["group"] for person in people if person["group"])
	there = locking.rows_now(
		"Sales Group", {"centre": centre, "group_name": ("in", among(wanted))}, ["name", "group_name"]
	)
	groups = {row.group_name: frappe.get_doc("Sales Group", row.name) for row in there}
	new = [name for name in wanted if name not in groups]
	for name in new:
		groups[name] = frappe.get_doc(doctype="Sales Group", group_name=name, centre=centre).insert()
	return groups, len(new)


def _make(person: Mapping[str, Any], centre: str, groups: Mapping[str, SalesGroup]) -> SalesStaff:
	group = groups.get(person["group"])
	on_probation = person["position"] == roles.AGENT and person["probation_until"]
	memberships = (
		moves.propose_first_groups(
			centre, person["joined"], group.name, bool(on_probation), person["probation_until"]
		)
		if group
		else []
	)
	return frappe.get_doc(
		doctype="Sales Staff",
		staff_name=person["name"],
		employee_number=person["number"],
		position=person["position"],
		centre=centre,
		joining_date=person["joined"],
		probation_until=person["probation_until"],
		staff_phone=person["phone"],
		memberships=memberships,
	).insert()


def _lead(
	people: Sequence[Mapping[str, Any]],
	staff: Mapping[str, SalesStaff],
	groups: Mapping[str, SalesGroup],
	centre: SalesCentre,
) -> None:
	"""The first leader and assistant of a group become the group's, where it has none, and the first manager the centre's."""
	field_of = {roles.LEADER: "leader", roles.ASSISTANT: "assistant"}
	changed = {}
	for person in people:
		field, group = field_of.get(person["position"]), groups.get(person["group"])
		# who begins later leads later
		if field and group and not group.get(field) and getdate(person["joined"]) <= getdate():
			group.set(field, staff[person["number"]].name)
			changed[group.name] = group
	for group in changed.values():
		group.save()
	manager = next((p for p in people if p["position"] == roles.MANAGER), None)
	if manager and not centre.manager and frappe.has_permission("Sales Centre", "write", doc=centre):
		centre.manager = staff[manager["number"]].name
		centre.save()


def _refuse(lines: list[str]) -> None:
	frappe.throw(
		"<br>".join(frappe.utils.escape_html(line) for line in lines[:40]),
		StaffListRefused,
		title=_("Nothing Was Made"),
	)
