"""A person of each role around the same documents, and trying something without leaving a trace."""

from contextlib import contextmanager

import frappe

from dianjian_app import roles
from dianjian_app.tests.site.who_sees_what import PLACES_OF_LEVEL, ROLE, SEES, World

CODE = {role: code for code, role in ROLE.items()}


class Person(World):
	"""A world whose documents are read once, and whose people have no bare rows."""

	def __init__(self, role, around=None):
		super().__init__(role, around)
		known = around.docs if around else {}
		self.docs = {
			(doctype, name): known.get((doctype, name)) or frappe.get_doc(doctype, name)
			for doctype, places in self.documents.items()
			for name in places.values()
		}

	def _children(self, child, parent):
		return {}


def everybody(person=Person) -> dict[str, Person]:
	"""Role → a world of a person of that role; all of them meet the same foreign documents."""
	first = person(roles.AGENT)
	return {roles.AGENT: first, **{role: person(role, first) for role in roles.ALL if role != roles.AGENT}}


def by_code(line: str) -> dict[str, str]:
	"""'TA:own GL:group' as a dict."""
	return dict(pair.split(":") for pair in line.split())


def sees(role: str, doctype: str, place: str) -> bool:
	"""Whether the table lets a role see a document of that place."""
	return place in PLACES_OF_LEVEL[by_code(SEES[doctype]).get(CODE[role], "")]


@contextmanager
def nothing_stays():
	"""What is tried inside is taken back."""
	frappe.db.savepoint("a_try")
	try:
		yield
	finally:
		frappe.db.rollback(save_point="a_try")
		frappe.local.message_log = []


def report(wrong: list[str]) -> str:
	"""Every cell that failed, a line each."""
	return f"{len(wrong)} cells:\n" + "\n".join(wrong[:200])
