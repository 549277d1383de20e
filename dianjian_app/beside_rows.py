"""Frappe's own DocTypes whose rows stand beside documents or tell what people did, and whose rows they are (R47).

`hooks.py` names the hooks from it and `beside_conditions.py` decides by it. Nothing here needs a site.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Beside:
	"""Which fields of one of Frappe's DocTypes name a document, and which name the person whose row it is."""

	doctype_field: str = ""
	name_field: str = ""
	own: tuple[str, ...] = ("owner",)
	personal: bool = False
	"""rows are seen by the person alone, whatever document they name"""
	frappes: bool = False
	"""rows are written and deleted by Frappe alone"""


BESIDE: dict[str, Beside] = {
	"Comment": Beside("reference_doctype", "reference_name"),
	"Communication": Beside("reference_doctype", "reference_name"),
	"ToDo": Beside("reference_type", "reference_name", ("owner", "allocated_to", "assigned_by")),
	"Version": Beside("ref_doctype", "docname"),
	"Workflow Action": Beside("reference_doctype", "reference_name", (), frappes=True),
	"Tag Link": Beside("document_type", "document_name", ()),
	"File": Beside("attached_to_doctype", "attached_to_name"),
	"Milestone": Beside("reference_type", "reference_name", ()),
	"Email Queue": Beside("reference_doctype", "reference_name"),
	"Submission Queue": Beside("ref_doctype", "ref_docname"),
	"Document Share Key": Beside("reference_doctype", "reference_docname"),
	"DocShare": Beside("share_doctype", "share_name", ("owner", "user")),
	"Energy Point Log": Beside("reference_doctype", "reference_name", ("user",)),
	"Error Log": Beside("reference_doctype", "reference_name"),
	"Deleted Document": Beside(own=("owner",), personal=True),
	"Activity Log": Beside(own=("owner", "user"), personal=True),
	"Access Log": Beside(own=("owner", "user"), personal=True),
	"View Log": Beside(own=("owner", "viewed_by"), personal=True),
	"Route History": Beside(own=("owner", "user"), personal=True),
	"Notification Log": Beside(own=("for_user",), personal=True),
	"Document Follow": Beside(own=("user",), personal=True),
	"Reminder": Beside(own=("owner", "user"), personal=True),
	"Auto Email Report": Beside(own=("owner", "user"), personal=True),
	"Personal Data Download Request": Beside(own=("owner", "user"), personal=True),
}
