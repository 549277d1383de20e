"""Policy packs in the desk: reads them from files, previews, loads and exports them (R52)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import now_datetime

from dianjian_app import file_rights, roles
from dianjian_app.locking import row_now
from dianjian_app.packs import export, loading, parts, plan, site_state
from dianjian_app.packs.plan import ADD, CHANGE, PackError

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.policy_pack.policy_pack import PolicyPack


MAY_PREVIEW = (roles.ADMIN, roles.MANAGER, roles.HR)


class PolicyPackError(frappe.ValidationError):
	"""The pack cannot be read or loaded."""


def validate(pack: PolicyPack) -> None:
	"""Event validate: take the content of an own pack from its file, and check it. Raises PolicyPackError."""
	before = pack.get_doc_before_save()
	if not pack.flags.by_app:
		pack.source = before.source if before else "Own"
		pack.content = before.content if before else None
	if pack.source == "Own" and pack.file and (not before or before.file != pack.file or not pack.content):
		pack.content = json.dumps(read_file(pack.file), ensure_ascii=False, indent=1)
	if not pack.content:
		frappe.throw(_("Attach the file of the pack."), PolicyPackError)
	content = parse(pack.content)
	pack.version = int(content.get("version") or 1)
	pack.description = pack.description or content.get("description")


def read_file(url: str) -> dict:
	"""The content of an uploaded pack. Raises PolicyPackError."""
	name = file_rights.name_of(url, frappe.session.user)
	if not name:
		frappe.throw(_("Attach the file of the pack."), PolicyPackError)
	content = frappe.get_doc("File", name).get_content()
	if len(content) > parts.LARGEST:
		frappe.throw(_("The file is too large for a pack."), PolicyPackError)
	return parse(content)


def parse(text: str | bytes) -> dict:
	"""A pack's text, checked. Raises PolicyPackError."""
	try:
		content = plan.check(json.loads(text))
	except PackError as error:
		frappe.throw(_(error.args[0]).format(*error.args[1:]), PolicyPackError, title=_("Not a Policy Pack"))
	except ValueError:
		frappe.throw(_("The file is not valid JSON."), PolicyPackError, title=_("Not a Policy Pack"))
	return content


def _contents(packs: str | list) -> list[dict]:
	names = frappe.parse_json(packs) if isinstance(packs, str) and packs.startswith("[") else packs
	names = [names] if isinstance(names, str) else list(names or [])
	found = []
	for name in names:
		doc = frappe.get_doc("Policy Pack", name)
		doc.check_permission("read")
		found.append({**parse(doc.content), "title": doc.title})
	if not found:
		frappe.throw(_("Choose a pack."), PolicyPackError)
	return found


@frappe.whitelist()
def preview(packs: str | list, centre: str) -> list[dict]:
	"""Return what loading packs in their order would do to a centre. Writes nothing.

	Gives [{"pack", "section", "key", "action", "changes": [{"field", "label", "old", "new"}], "why"}]. Raises PolicyPackError,
	PermissionError.
	"""
	_check(MAY_PREVIEW, centre)
	items = plan.plan(_contents(packs), site_state.read(centre))
	return [
		{
			"pack": i.pack,
			"section": _(_SECTIONS[i.section]),
			"key": i.key,
			"action": i.action,
			"changes": [
				{"field": f, "label": _label(i.section, f), "old": _short(old), "new": _short(new)}
				for f, old, new in i.changes
			],
			"why": _(i.why)
			if not i.why.startswith("instead of ")
			else _("instead of {0}").format(i.why[11:]),
		}
		for i in items
	]


_SECTIONS = {
	**site_state.DOCTYPES,
	"centre": "Sales Centre",
	"attendance": site_state.POLICY,
	"later": "Comes Later",
}


def _label(section: str, field: str) -> str:
	return _(frappe.get_meta(_SECTIONS[section]).get_label(field))


def _short(value: object) -> str:
	text = (
		json.dumps(value, ensure_ascii=False)
		if isinstance(value, (list, dict))
		else ""
		if value is None
		else str(value)
	)
	return text if len(text) <= 200 else f"{text[:200]}…"


@frappe.whitelist(methods=["POST"])
def load(packs: str | list, centre: str) -> dict[str, int]:
	"""Do what the preview says, completely or not at all; loading twice changes nothing. Returns {"add", "change"}.

	Raises PolicyPackError, PermissionError, and what a rule or metric of the pack is refused for.
	"""
	_check((roles.ADMIN,), centre)
	_take_turn(centre)
	contents = _contents(packs)
	items = plan.plan(contents, site_state.read(centre))
	done = {ADD: 0, CHANGE: 0}
	for item in items:
		if item.action in done:
			loading.write(item, centre)
			done[item.action] += 1
	for content in contents:
		frappe.db.set_value(
			"Policy Pack", content["title"], {"loaded_on": now_datetime(), "loaded_for": centre}
		)
	if any(done.values()):  # who waits for the centre sees by it that packs were loaded meanwhile
		frappe.db.set_value("Sales Centre", centre, "modified", now_datetime(), update_modified=False)
	return done


def _take_turn(centre: str) -> None:
	"""Hold the centre. Raises PolicyPackError where it was changed since this request began to read.

	What a pack adds is found out by many reads, which all see the site as it was before the wait.
	"""
	seen = frappe.db.get_value("Sales Centre", centre, "modified")
	held = row_now("Sales Centre", centre, ["modified"])
	if held and held.modified != seen:
		frappe.throw(
			_("Somebody has just changed {0}. Look at the preview again before you load.").format(centre),
			PolicyPackError,
			title=_("Changed Meanwhile"),
		)


@frappe.whitelist(methods=["POST"])
def download(title: str, centre: str) -> None:
	"""A centre's own pack as a file. Raises PermissionError."""
	_check((roles.ADMIN,), centre)
	frappe.local.response.filename = f"{title}.json"
	frappe.local.response.filecontent = export.as_text(export.export(centre, title)).encode()
	frappe.local.response.type = "binary"


def _check(allowed: tuple[str, ...], centre: str) -> None:
	user = frappe.session.user
	if user != "Administrator" and not set(allowed) & set(frappe.get_roles(user)):
		frappe.throw(
			_("Only these roles can use policy packs: {0}.").format(", ".join(map(_, allowed))),
			frappe.PermissionError,
		)
	frappe.get_doc("Sales Centre", centre).check_permission("read")
