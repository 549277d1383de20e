"""Events of Channel Source: sources form a tree, and each text of a workbook stands for one of them (R5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app.resources.intake.headings import fold

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.channel_source.channel_source import ChannelSource


class SourceError(frappe.ValidationError):
	"""An alias that stands for two sources, a source with children that is no group, a parent that is no group."""


def check(source: ChannelSource) -> None:
	"""Event validate: aliases are unambiguous, and a source with others below it remains a group. Raises SourceError."""
	source.aliases = "\n".join(
		dict.fromkeys(a.strip() for a in (source.aliases or "").splitlines() if a.strip())
	)
	others = frappe.get_all(
		"Channel Source", filters={"name": ("!=", source.name or "")}, fields=["name", "aliases"]
	)
	taken = {fold(text): o.name for o in others for text in (o.name, *(o.aliases or "").splitlines())}
	for text in (source.source_name, *source.aliases.splitlines()):
		if fold(text) in taken:
			frappe.throw(
				_("{0} already stands for {1}. A text in a workbook can stand for one source only.").format(
					text, taken[fold(text)]
				),
				SourceError,
				title=_("Ambiguous Name"),
			)
	if not source.is_group and frappe.db.exists("Channel Source", {"parent_channel_source": source.name}):
		frappe.throw(
			_("{0} has sources below it and must remain a group.").format(source.source_name), SourceError
		)
	parent = source.parent_channel_source
	if parent and not frappe.db.get_value("Channel Source", parent, "is_group"):
		frappe.throw(_("{0} is not a group; choose one that is.").format(parent), SourceError)
