"""Desk users. Frappe saves the first one of each set of roles; those after it are copies of the rows it wrote.

Saving a User sends 95 statements and takes 80 ms. A test that changes what every new user begins with (the site's
language, a profile) takes `a_saved_user`.
"""

import frappe
from frappe.model.naming import is_autoincremented
from frappe.utils import now

from dianjian_app.tests.builders import number
from dianjian_app.tests.framework_internals import (
	caches_kept,
	forget_users_of_earlier_runs,
	no_limit_of_users,
)

ROWS = (
	("User", "name"),
	("Has Role", "parent"),
	("Block Module", "parent"),
	("User Social Login", "parent"),
	("Notification Settings", "name"),
	("DocShare", "share_name"),
	("Comment", "reference_name"),
	("Contact", "user"),
	("Contact Email", "email_id"),
	("DefaultValue", "parent"),
)
"""where the rows of a user are: DocType and the column in which the user stands"""

OF_SESSIONS = (
	("__Auth", "name"),
	("Sessions", "user"),
	("OAuth Bearer Token", "user"),
	("Notification Log", "for_user"),
	("Notification Log", "owner"),
)

_written: dict[tuple[str, ...], tuple[int, dict]] = {}


def a_user(*role_names):
	"""A desk user with the given roles."""
	if role_names not in _written:
		user = a_saved_user(*role_names)
		_written[role_names] = int(user.first_name.split()[1]), _rows_of(user.name)
		return user
	rows = _a_copy(*_written[role_names])
	children = {}
	for row in (r for many in rows.values() for r in many if r.get("parenttype") == "User"):
		children.setdefault(row["parentfield"], []).append(row)
	return frappe.get_doc({"doctype": "User", **rows["User"][0], **children})


def a_saved_user(*role_names):
	"""A desk user with the given roles, as Frappe saves one."""
	n = number()
	user = frappe.get_doc(
		doctype="User",
		email=f"user{n}@test.example",
		first_name=f"User {n}",
		send_welcome_email=0,
		roles=[{"role": r} for r in role_names],
	)
	user.flags.no_welcome_mail = True
	with caches_kept(), no_limit_of_users():
		user.insert(ignore_if_duplicate=False)
	# Frappe makes the first user beside Administrator a System Manager; a test means the roles it names
	frappe.db.delete("Has Role", {"parent": user.name, "role": ("not in", role_names or ("",))})
	frappe.clear_cache(user=user.name)
	user.reload()
	return user


def take_away(*users: str) -> None:
	"""Delete users that were committed, with every row that Frappe has written of them.

	What stays would meet the users of a later run: a contact has the name of its user.
	"""
	for doctype, column in (*OF_SESSIONS, *reversed(ROWS)) if users else ():
		frappe.db.delete(doctype, {column: ("in", users)})


def _rows_of(user: str) -> dict[str, list[dict]]:
	"""Every row of the user, by DocType."""
	return {
		doctype: frappe.db.get_values(doctype, {column: user}, "*", as_dict=True, order_by="creation")
		for doctype, column in ROWS
	}


def _a_copy(first: int, rows: dict[str, list[dict]]) -> dict[str, list[dict]]:
	"""Write the rows of the user number `first` once more for a new one, and give them."""
	forget_users_of_earlier_runs()
	n, at = number(), now()
	names = ((f"user{first}@", f"user{n}@"), (f"User {first}", f"User {n}"), (f"user_{first}", f"user_{n}"))

	def of_new(value):
		for old, new in names if isinstance(value, str) else ():
			value = value.replace(old, new)
		return value

	written = {}
	for doctype, copied in rows.items():
		written[doctype] = [
			{f: of_new(v) for f, v in row.items()} | {"creation": at, "modified": at} for row in copied
		]
		for new, old in zip(written[doctype], copied, strict=True):
			if is_autoincremented(doctype):
				new["name"] = frappe.db.get_next_sequence_val(doctype)
			elif new["name"] == old["name"]:
				new["name"] = frappe.generate_hash(length=10)
		if copied:
			frappe.db.bulk_insert(doctype, list(copied[0]), [list(row.values()) for row in written[doctype]])
	frappe.cache.delete_value(("users_for_mentions", "enabled_users"))
	return written
