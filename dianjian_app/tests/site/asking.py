"""Asking the site as a browser does: by the name of a method, through the hooks that stand before it."""

import json

import frappe
from frappe.handler import execute_cmd
from frappe.utils.response import download_private_file
from werkzeug.exceptions import Forbidden
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from dianjian_app.overrides import db_query
from dianjian_app.tests.builders import as_user


def ask(user: str, method: str, verb: str = "POST", **form):
	"""The answer of a whitelisted method to a user's request; lists and dicts are sent as JSON.

	What a method writes into the response stands under its names, else the returned value. Raises what it raises.
	"""
	db_query.install()  # each request of the web begins with it
	values = {k: json.dumps(v) if isinstance(v, list | dict) else v for k, v in form.items()}
	try:
		with as_user(user):
			# after as_user: changing the user empties the request
			frappe.local.request = Request(EnvironBuilder(method=verb).get_environ())
			frappe.local.response = frappe._dict(docs=[])
			frappe.local.form_dict = frappe._dict(values)
			answer = execute_cmd(method)
			return answer if answer is not None else frappe.local.response
	finally:
		frappe.local.message_log = []
		del frappe.local.request


def refused(user: str, method: str, **form) -> bool:
	"""Whether the site refuses the question for want of permission."""
	try:
		ask(user, method, **form)
	except frappe.PermissionError:
		return True
	return False


def tells_nothing(user: str, method: str, field: str, **form) -> bool:
	"""Whether a user learns nothing of a field of another DocType.

	The question is refused, or answered without the field as version 16 does, or finds no column, where that version
	joins no DocType that is not linked.
	"""
	try:
		answer = ask(user, method, **form)
	except frappe.PermissionError:
		return True
	except Exception as error:
		if not frappe.db.is_missing_column(error):
			raise
		return True
	asked_for_it = any(field in f for f in form.get("fields", ()))
	return asked_for_it and f'"{field}"' not in json.dumps(answer, default=str)


def downloads(user: str, file) -> bool:
	"""Whether the site gives a user the content of a private File by its address."""
	with as_user(user):
		# not GET: Frappe commits what it logs of a download that comes so
		frappe.local.request = Request(EnvironBuilder(method="POST").get_environ())
		frappe.local.form_dict = frappe._dict()
		try:
			download_private_file(file.file_url).close()
		except Forbidden:
			return False
		finally:
			del frappe.local.request
	return True


def names_in(answer, wanted) -> set[str]:
	"""Which of the names occur as a value anywhere in an answer."""
	text = json.dumps(answer, default=str, ensure_ascii=False)
	return {name for name in wanted if json.dumps(name, ensure_ascii=False) in text}
