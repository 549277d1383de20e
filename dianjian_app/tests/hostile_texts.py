"""What somebody could have written into every text of every DocType of the app, and taking it away again.

It is written past documents, by the set and as it is, so that what shows texts is tried and not what cleans them. Each
text calls `ran(number)`, and the number tells which field of which DocType it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import frappe

from dianjian_app import roles
from dianjian_app.incentives.entries import append_only_triggers
from dianjian_app.look_alike_names import NAMED_BY_PEOPLE
from dianjian_app.row_ownership import NOBODY
from dianjian_app.tests.builders import number

RUN = "ran({0})"
SHAPES = (
	"\"'>`<img src onerror=" + RUN + ">",  # out of any quotes
	"<img src onerror=" + RUN + " x",  # closes with what the page puts behind it
	'"<img src onerror=' + RUN + '>"',  # Frappe takes it for JSON
	"<svg onload=" + RUN + ">",
	"<p>a</p><iframe srcdoc='<script>" + RUN + "</script>'></iframe>",
	"<a href='javascript:" + RUN + "' onmouseover=" + RUN + ">x</a>",
	"\"'></div><script>" + RUN + "</script>",
	"javascript:" + RUN + "//",
	"{{{{ " + RUN + " }}}}{{% " + RUN + " %}}{{%= " + RUN + " %}}${{" + RUN + "}}",
	'" onmouseover=' + RUN + " ' onmouseover=" + RUN + " ` onmouseover=" + RUN + " x=",
	"&lt;img src onerror=" + RUN + "&gt;&#60;svg onload=" + RUN + "&#62;",  # for who takes escapes away
	"<math><mtext><table><mglyph><style><img src onerror=" + RUN + ">",  # another tree when it is read twice
)
EVERYWHERE, MIXED = 0, 1
"""the document whose texts all have the first shape, and the first one whose texts have all shapes in turn"""
TEXTS = ("Data", "Small Text", "Text", "Long Text", "Text Editor", "Read Only", "Code", "Attach")
QUOTES = 9
"""the shape that holds no markup"""
COLUMNS = ("_user_tags", "_assign", "_liked_by", "_comments")
NUMBERS = ("Int", "Float", "Currency", "Percent", "Rating")
# what programs alone write, and what a document cannot be opened with
KEPT = frozenset(
	"phone_hash live_key workflow_state stage language prev_hash hash expected_key counted_key column_mapping added "
	"naming_series employee_number entry_hash previous_hash entry_key seq condition_json snapshot month key_version".split()
)


@dataclass
class Hostile:
	"""documents: DocType → names, by shape; places: number of a text → where it stands."""

	documents: dict[str, list[str]] = field(default_factory=dict)
	places: list[str] = field(default_factory=list)

	def text(self, shape: int, place: str, longest: int = 0) -> str:
		"""A text that says where it ran; as long as its column takes."""
		self.places.append(f"{place} {SHAPES[shape]}")
		return SHAPES[shape].format(len(self.places) - 1)[: longest or None]


def write(company) -> Iterator[Hostile]:
	"""Write hostile documents of every DocType and commit them; at the end they are away and all is as before."""
	before: list = []
	hostile = fill(company, before)
	frappe.db.commit()
	try:
		frappe.clear_cache()
		yield hostile
	finally:
		frappe.db.rollback()
		_take_away(hostile.documents, before)
		frappe.db.commit()
		frappe.clear_cache()


def fill(company, before: list | None = None) -> Hostile:
	"""Write hostile documents of every DocType, seen by the people of a company (centre, group, staff and users by role).

	before: filled with what the company's own documents had, as (DocType, name, values).
	"""
	hostile = Hostile()
	seen = _seen_by_all(company)
	names = {doctype: [_name(hostile, doctype) for _shape in SHAPES] for doctype in _doctypes()}
	hostile.documents = names
	had = _set_on_company(company, hostile)
	if before is not None:
		before += had
	for doctype in names:
		for shape, name in enumerate(names[doctype]):
			_insert(doctype, name, _filled(hostile, frappe.get_meta(doctype), shape, names, seen))
		_insert_children(hostile, doctype, names, seen)
		_write_beside(hostile, doctype, names[doctype])
	return hostile


def _name(hostile: Hostile, doctype: str) -> str:
	"""A document's name; where people choose it, one that ends an attribute, as Frappe lets them."""
	name = f"HOSTILE-{number()}"
	return f"{name} {hostile.text(QUOTES, f'{doctype}.name')}" if doctype in NAMED_BY_PEOPLE else name


def _write_beside(hostile: Hostile, doctype: str, names: list[str]) -> None:
	"""Tags, to-dos, likes, comments, versions and files of the documents that forms open."""
	for shape, name in enumerate(names[: MIXED + 1]):
		texts = [
			hostile.text((shape * 3 + at) % len(SHAPES), f"beside {doctype}")
			for at in range(len(COLUMNS) + 4)
		]
		who = frappe.as_json([texts[0]], indent=None)
		comments = [{"comment": texts[1], "by": texts[2], "name": "x"}]
		columns = dict(
			zip(COLUMNS, (f",{texts[3]}", who, who, frappe.as_json(comments, indent=None)), strict=True)
		)
		known = frappe.db.get_table_columns(doctype)
		if columns := {column: value for column, value in columns.items() if column in known}:
			frappe.db.set_value(doctype, name, columns, update_modified=False)
		changed = {
			"changed": [["remarks", texts[4], texts[5]]],
			"added": [],
			"removed": [],
			"row_changed": [],
		}
		version = {"ref_doctype": doctype, "docname": name, "data": frappe.as_json(changed)}
		frappe.get_doc({"doctype": "Version", **version}).insert()  # its names are counted
		place = {"reference_doctype": doctype, "reference_name": name}
		comment = {
			"comment_type": "Comment",
			"content": texts[6],
			"comment_by": texts[7],
			"comment_email": texts[7],
		}
		_insert("Comment", _aside(), {**comment, **place})
		file = {"file_name": texts[4][:140], "file_url": f"/private/files/{texts[5]}", "is_private": 1}
		_insert("File", _aside(), {**file, "attached_to_doctype": doctype, "attached_to_name": name})


def _aside() -> str:
	return f"HOSTILE-{number()}"


def _doctypes() -> list[str]:
	ours = frappe.get_all("DocType", {"module": "Dianjian App", "issingle": 0, "istable": 0}, pluck="name")
	return sorted(set(ours) - set(NOBODY) - {"Incentive Chain Head"})


def _seen_by_all(company) -> dict[str, str]:
	"""Fields whose values let the people of the company see a document."""
	agent, consultant = company.staff[roles.AGENT].name, company.staff[roles.CONSULTANT].name
	return {
		"centre": company.centre.name,
		"sales_group": company.group.name,
		**dict.fromkeys(("agent", "staff", "holder", "answered_by"), agent),
		**dict.fromkeys(("receptionist", "consultant"), consultant),
		"user": company.users[roles.AGENT],
	}


def _filled(hostile, meta, shape: int, names: dict, seen: dict) -> dict[str, object]:
	"""Values for one document: hostile texts, links to hostile documents, today, ones."""
	values: dict[str, object] = {}
	for at, df in enumerate(meta.fields):
		if df.get("is_virtual") or df.fieldname in KEPT:
			if df.unique and df.fieldtype == "Data":
				values[df.fieldname] = f"h{number()}"
		elif df.unique and df.fieldtype == "Data" and _longest(df) < CUT_ALIKE:
			values[df.fieldname] = f"h{number()}"[-_longest(df) :]
		elif df.fieldname in seen and df.fieldtype in ("Link", "Data") and not df.unique:
			values[df.fieldname] = seen[df.fieldname]
		elif df.fieldtype in TEXTS:
			mixed = shape if shape == EVERYWHERE else (shape + at) % len(SHAPES)
			values[df.fieldname] = hostile.text(mixed, f"{meta.name}.{df.fieldname}", _longest(df))
		elif df.fieldtype == "Link" and df.options in names and not df.unique:
			values[df.fieldname] = names[df.options][shape]
		elif df.fieldtype in ("Date", "Datetime"):
			values[df.fieldname] = frappe.utils.now_datetime()
		elif df.fieldtype in NUMBERS:
			values[df.fieldname] = 1
		elif df.fieldtype == "Select" and not df.unique:
			values[df.fieldname] = df.default or next((o for o in (df.options or "").split("\n") if o), None)
	if meta.name == "Incentive Entry":
		values |= {"seq": 900_000 + number() % 90_000, "entry_key": f"h{number()}"}
		values |= dict.fromkeys(("entry_hash", "previous_hash"), "0" * 64)
	if meta.is_submittable:
		values["docstatus"] = shape % 2
	return values


CUT_ALIKE = 40
"""of fields shorter than this the texts, cut to fit, are no longer different ones"""


def _longest(df) -> int:
	return int(df.length or 0) or (140 if df.fieldtype in ("Data", "Read Only") else 0)


def _insert(doctype: str, name: str, values: dict[str, object]) -> None:
	now = frappe.utils.now_datetime()
	row = {"name": name, "owner": "Administrator", "modified_by": "Administrator", "creation": now, **values}
	row["modified"] = now
	frappe.db.bulk_insert(doctype, list(row), [list(row.values())])


def _insert_children(hostile, doctype: str, names: dict, seen: dict) -> None:
	for table in frappe.get_meta(doctype).get_table_fields():
		if table.get("is_virtual"):
			continue
		meta = frappe.get_meta(table.options)
		for shape, parent in enumerate(names[doctype]):
			place = {"parent": parent, "parenttype": doctype, "parentfield": table.fieldname, "idx": 1}
			_insert(
				table.options,
				f"HOSTILE-{number()}",
				{**_filled(hostile, meta, shape, names, seen), **place},
			)


def _set_on_company(company, hostile) -> list[tuple[str, str, dict]]:
	"""Give the company's own people and group hostile texts, which reports and links show; gives what they had."""
	before = []
	for doc in (company.centre, company.group, *company.staff.values()):
		texts = [df for df in doc.meta.fields if df.fieldtype in TEXTS and df.fieldname not in KEPT]
		texts = [df for df in texts if df.fieldname not in ("centre_name", "user") and not df.unique]
		had = frappe.db.get_value(doc.doctype, doc.name, [df.fieldname for df in texts], as_dict=True)
		before.append((doc.doctype, doc.name, dict(had)))
		for at, df in enumerate(texts):
			text = hostile.text(at % len(SHAPES), f"{doc.doctype}.{df.fieldname}", _longest(df))
			frappe.db.set_value(doc.doctype, doc.name, df.fieldname, text, update_modified=False)
	for user in company.users.values():
		before.append(("User", user, {"full_name": frappe.db.get_value("User", user, "full_name")}))
		full_name = hostile.text(EVERYWHERE, "User.full_name")
		frappe.db.set_value("User", user, "full_name", full_name, update_modified=False)
	return before


def _take_away(names: dict, before: list) -> None:
	frappe.db.delete("Version", {"docname": ("like", "HOSTILE-%")})
	for doctype in ("Comment", "File"):
		frappe.db.delete(doctype, {"name": ("like", "HOSTILE-%")})
	for doctype, name, had in before:
		frappe.db.set_value(doctype, name, had, update_modified=False)
	append_only_triggers.set_triggers(False)
	try:
		for doctype, written in names.items():
			frappe.db.delete(doctype, {"name": ("in", written)})
			for table in frappe.get_meta(doctype).get_table_fields():
				if not table.get("is_virtual"):
					frappe.db.delete(table.options, {"parent": ("in", written)})
	finally:
		append_only_triggers.set_triggers(True)
