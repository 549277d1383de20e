"""Where devices and other systems send punches: with a token of their own, in batches, safe to repeat (R33).

For example, with the name of the device and the token that its form has shown:

	POST /api/method/dianjian_app.attendance.push.receive
	{"device": "大门考勤机", "token": "…", "clock": "2026-11-02 17:05:00",
	 "punches": [{"employee_number": "T-0001", "time": "2026-11-02 09:07:00", "direction": "In"}]}
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.rate_limiter import rate_limit
from frappe.utils import now_datetime
from frappe.utils.password import get_decrypted_password

from dianjian_app.attendance import punch_store
from dianjian_app.attendance.punch import Direction, Punch
from dianjian_app.value_lists import NO_VALUE

DEVICE = "Punch Device"
MOST_PUNCHES = 2000
LONGEST_NUMBER = 140
MOST_SHOWN = 20
DIRECTIONS: dict[str, Direction] = {"": "", "in": "Clock In", "out": "Clock Out"}


class BatchError(frappe.ValidationError):
	"""A batch that is none, or too large."""


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=1200, seconds=60 * 60)
def receive(device: str = "", token: str = "", punches: list | str = "[]", clock: str = "") -> dict:
	"""Take a batch of a device's punches. Sending it again adds nothing.

	device: name of a Punch Device; token: its own; punches: at most 2,000 of {"employee_number", "time": "YYYY-MM-DD
	HH:MM:SS", "direction": "In", "Out" or left out}; clock: the device's own time now: where it is more than five minutes off,
	the punches are kept and held until somebody says by how much it was. Gives {"received", "new", "known", "unknown":
	punches of unknown employee numbers, which are kept, "held", "refused": [{"row", "why"}] the first 20, "refused_count"}.
	Raises PermissionError, BatchError.
	"""
	name, centre = _check(str(device), str(token))
	sent = _read_batch(punches)
	now = now_datetime()
	ahead = timedelta(0)
	if clock:
		told = _time(clock)
		if told is None:
			frappe.throw(_("{0} is no time; write it as 2026-11-02 09:07.").format(clock), BatchError)
		ahead = told - now.replace(microsecond=0)
	read, refused = _read(sent)
	# in the order of devices: two batches of one device follow each other
	frappe.db.set_value(
		DEVICE,
		name,
		{"last_push_at": now, "last_count": len(sent), "clock_off": round(ahead.total_seconds() / 60)},
		update_modified=False,
	)
	added = punch_store.add(centre, read, source="Device", device=name, clock_off=ahead)
	return {
		"received": len(sent),
		"new": added.new,
		"known": len(sent) - len(refused) - added.new,
		"unknown": added.unknown,
		"held": added.held,
		"refused": refused[:MOST_SHOWN],
		"refused_count": len(refused),
	}


def _check(device: str, token: str) -> tuple[str, str]:
	"""Name and centre of the device whose token it is. Raises PermissionError, which does not say what was wrong."""
	row = frappe.db.get_value(
		DEVICE, {"name": device or NO_VALUE, "disabled": 0}, ["name", "centre"], as_dict=True
	)
	known = get_decrypted_password(DEVICE, row.name, "token", raise_exception=False) if row else None
	if not known or not hmac.compare_digest(known.encode(), token.encode()):
		frappe.throw(_("Not permitted"), frappe.PermissionError)
	return row.name, row.centre


def _read_batch(punches: list | str) -> list:
	sent: list | None = punches if isinstance(punches, list) else None
	if isinstance(punches, str):
		try:
			said = json.loads(punches)
		except ValueError:
			said = None
		sent = said if isinstance(said, list) else None
	if sent is None:
		message = _("A batch is a list of punches, as JSON.")
		frappe.throw(message, BatchError)
		raise BatchError(message)  # frappe.throw has raised; its signature does not say so
	if len(sent) > MOST_PUNCHES:
		frappe.throw(
			_("A batch has at most {0} punches, and this one {1}; send several.").format(
				MOST_PUNCHES, len(sent)
			),
			BatchError,
		)
	return sent


def _read(sent: Iterable[object]) -> tuple[list[Punch], list[dict]]:
	"""The punches of a batch that can be read, and of the others which row and why."""
	read: list[Punch] = []
	refused: list[dict] = []
	for row, item in enumerate(sent):
		fields = item if isinstance(item, dict) else {}
		number = str(fields.get("employee_number") or "").strip()
		at = _time(fields.get("time"))
		direction = DIRECTIONS.get(str(fields.get("direction") or "").strip().lower())
		if not number or len(number) > LONGEST_NUMBER:
			refused.append({"row": row, "why": _("no employee number")})
		elif at is None:
			refused.append({"row": row, "why": _("no time as 2026-11-02 09:07")})
		elif direction is None:
			refused.append({"row": row, "why": _("a direction that is neither In nor Out")})
		else:
			read.append(Punch(number, at, direction))
	return read, refused


def _time(text: object) -> datetime | None:
	"""A moment of the site's own time, whole seconds; None for what is none, or has a time zone."""
	try:
		at = datetime.fromisoformat(str(text or "").strip())
	except ValueError:
		return None
	return at.replace(microsecond=0) if at.tzinfo is None and 2000 <= at.year <= 2100 else None
