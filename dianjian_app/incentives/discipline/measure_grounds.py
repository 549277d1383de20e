"""The catalogue of breaches and merits: which measure is usual on a ground, and what a repetition brings (R30).

A centre's own ground takes the place of the common one with the same title.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app import roles
from dianjian_app.people.authority import managed_centres
from dianjian_app.permissions import check_in_scope
from dianjian_app.stage_codes.disciplinary_action_stages import DECIDED, MERIT, MERITS

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.disciplinary_action.disciplinary_action import DisciplinaryAction
	from dianjian_app.dianjian_app.doctype.measure_ground.measure_ground import MeasureGround

STEPS = ("first_measure", "second_measure", "third_measure")


class GroundError(frappe.ValidationError):
	"""A ground that cannot be, or holds no more."""


def usual_measure(steps: Sequence[str | None], times: int) -> str:
	"""The measure that is usual for the so-many-eth time; an empty step is as the one before, the first is never empty.

	times: from 1 on; beyond the last step the last holds.
	"""
	said = [step for step in steps[: max(times, 1)] if step]
	return said[-1] if said else ""


def name_of(ground: MeasureGround) -> str:
	"""The name of a ground: its title, and the centre's name where it is a centre's own."""
	return f"{ground.ground_title}-{ground.centre}" if ground.centre else str(ground.ground_title)


def validate(ground: MeasureGround) -> None:
	"""Event validate: whose it is, and that its measures go with its kind. Raises GroundError, NotYourGroundError."""
	user = frappe.session.user
	if not frappe.flags.in_install and user != "Administrator" and roles.ADMIN not in frappe.get_roles(user):
		_check_manager(ground, user)
	check_in_scope(ground)
	wrong = [m for m in map(ground.get, STEPS) if m and (m in MERITS) != (ground.kind == MERIT)]
	if wrong:
		frappe.throw(
			_("{0} is no measure on a ground of the kind “{1}”.").format(
				_(wrong[0], context="Disciplinary Action"), _(ground.kind)
			),
			GroundError,
		)


def fill_centre(ground: MeasureGround) -> None:
	"""Event before_insert: what a manager enters is the own centre's, where nobody said otherwise."""
	user = frappe.session.user
	if not ground.centre and user != "Administrator" and roles.ADMIN not in frappe.get_roles(user):
		ground.centre = next(iter(sorted(managed_centres(user))), None)


def _check_manager(ground: MeasureGround, user: str) -> None:
	if ground.centre not in managed_centres(user):
		frappe.throw(
			_("A ground that holds for every centre is the administrator's; enter one of your centre."),
			frappe.PermissionError,
			title=_("Not Your Centre's"),
		)


def of_centre(ground: str, centre: str) -> MeasureGround:
	"""The ground that holds at a centre: its own in place of the common one. Raises GroundError."""
	doc: MeasureGround = frappe.get_cached_doc("Measure Ground", ground)
	own = not doc.centre and frappe.db.exists(
		"Measure Ground", {"ground_title": doc.ground_title, "centre": centre, "kind": doc.kind}
	)
	doc = frappe.get_cached_doc("Measure Ground", own) if own else doc
	if doc.disabled or (doc.centre and doc.centre != centre):
		frappe.throw(
			_("The ground {0} does not hold at {1}; choose another.").format(doc.ground_title, centre),
			GroundError,
			title=_("No Such Ground"),
		)
	return doc


def times_of(action: DisciplinaryAction, ground: MeasureGround, day: date) -> int:
	"""Which time it is: decided measures on the ground before, within its days, and this one."""
	if not ground.repeat_days:
		return 1
	same = frappe.get_all(
		"Measure Ground", {"ground_title": ground.ground_title, "kind": ground.kind}, pluck="name"
	)
	filters = {
		"agent": action.agent,
		"ground": ("in", same),
		"status": DECIDED,
		"date": ("between", (day - timedelta(days=ground.repeat_days), day)),
		"name": ("!=", action.name or ""),
	}
	return 1 + frappe.db.count("Disciplinary Action", filters)
