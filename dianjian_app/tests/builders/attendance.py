"""Clocking in and out: a centre's policy, its devices, files of punches."""

from datetime import date, datetime, time

import frappe

from dianjian_app.attendance import punch_store
from dianjian_app.attendance.punch import Punch
from dianjian_app.tests.builders import as_user, number

LONG_AGO = date(2025, 1, 1)


def a_policy(centre, start=LONG_AGO, **fields):
	"""A Punching Policy of a centre, in force since long ago unless said otherwise."""
	return frappe.get_doc(
		doctype="Punching Policy", **{"centre": centre.name, "from_date": start, **fields}
	).insert()


def a_device(centre, **fields):
	"""A Punch Device of a centre."""
	return frappe.get_doc(
		doctype="Punch Device", **{"title": f"考勤机{number()}", "centre": centre.name, **fields}
	).insert()


def a_punch_file(centre, content, name="考勤.csv", by=None, **fields):
	"""A Punch File with a file of the given content (text or bytes), attached by whoever makes it."""
	with as_user(by or frappe.session.user):
		file = frappe.get_doc(
			doctype="File",
			file_name=f"{number()}{name}",
			content=content.encode("gb18030") if isinstance(content, str) else content,
			is_private=1,
		).insert()
		return frappe.get_doc(
			doctype="Punch File",
			**{"title": f"打卡{number()}", "centre": centre.name, "file": file.file_url, **fields},
		).insert()


def punched(person, *moments, device=None, centre=None):
	"""Punches of a person as a device reports them: datetimes, or (day, "HH:MM")."""
	at = [m if isinstance(m, datetime) else datetime.combine(m[0], time.fromisoformat(m[1])) for m in moments]
	return punch_store.add(
		centre or person.centre, [Punch(person.name, m) for m in at], source="Device", device=device
	)
