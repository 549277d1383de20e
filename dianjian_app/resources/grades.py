"""The grades of a centre's grade scheme, and the checks of a scheme (R12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import frappe
from frappe import _

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.grade_scheme.grade_scheme import GradeScheme


class GradeSchemeError(frappe.ValidationError):
	"""The grades of a scheme contradict each other."""


@dataclass(frozen=True)
class Grade:
	"""One grade. recycle_days: days until the customer is called again, 0 for never."""

	code: str
	label: str
	is_intention: bool
	is_invalid: bool
	recycle_days: int
	means_do_not_call: bool


def grades_of(centre: str) -> dict[str, Grade]:
	"""code → Grade of the centre's scheme, in the scheme's order."""
	scheme = frappe.get_cached_value("Sales Centre", centre, "grade_scheme")
	if not scheme:
		return {}
	return {
		g.grade: Grade(
			g.grade,
			g.grade_label,
			bool(g.is_intention),
			bool(g.is_invalid),
			g.recycle_days or 0,
			bool(g.means_do_not_call),
		)
		for g in frappe.get_cached_doc("Grade Scheme", scheme).grades
	}


def codes_of(centre: str) -> tuple[str, ...]:
	"""The grades of a centre's scheme, in its order."""
	return tuple(grades_of(centre))


def centres_by_scheme() -> list[tuple[tuple[str, ...], tuple[Grade, ...]]]:
	"""(centres, the grades of the scheme that they share), a pair for each scheme in use."""
	centres: dict[str, list[str]] = {}
	for row in frappe.get_all("Sales Centre", {"grade_scheme": ("is", "set")}, ["name", "grade_scheme"]):
		centres.setdefault(row.grade_scheme, []).append(row.name)
	return [(tuple(names), tuple(grades_of(names[0]).values())) for names in centres.values()]


@frappe.whitelist()
def grade_options(centre: str) -> list[dict]:
	"""The grades of a centre to choose from in forms. Raises frappe.PermissionError."""
	frappe.get_doc("Sales Centre", centre).check_permission("read")
	return [
		{
			"value": g.code,
			"label": f"{g.code} {g.label}",
			"is_intention": g.is_intention,
			"refuses": g.means_do_not_call,
		}
		for g in grades_of(centre).values()
	]


def check_scheme(scheme: GradeScheme) -> None:
	"""Event validate of Grade Scheme: codes are unique, and no grade contradicts itself (R12). Raises GradeSchemeError."""
	seen: set[str] = set()
	for g in scheme.grades:
		g.grade = (g.grade or "").strip()
		if g.grade in seen:
			frappe.throw(_("Grade {0} appears twice in the scheme.").format(g.grade), GradeSchemeError)
		seen.add(g.grade)
		if g.is_intention and g.is_invalid:
			frappe.throw(
				_("Grade {0} cannot be both intention and invalid.").format(g.grade), GradeSchemeError
			)
		if g.is_invalid and g.recycle_days:
			frappe.throw(
				_("Grade {0} is invalid and is never called again. Set its recycle days to 0.").format(
					g.grade
				),
				GradeSchemeError,
			)
		if g.means_do_not_call and g.accepts_sms:
			frappe.throw(
				_("Grade {0} means do-not-call, so it cannot accept SMS.").format(g.grade), GradeSchemeError
			)
