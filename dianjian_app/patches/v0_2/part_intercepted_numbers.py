"""短信截流 is a source of its own and no other word for 短信赠送: who gave a number for gifts agreed to something else (R5)."""

from __future__ import annotations

import frappe

from dianjian_app.setup.seeds.places import INTERCEPTED, OWN_CONSENT, ROOT

GIFTS = "短信赠送"


def execute() -> None:
	"""Take the alias away and make the source, where a site has the seeded tree. Idempotent."""
	aliases = frappe.db.get_value("Channel Source", GIFTS, "aliases")
	if aliases and INTERCEPTED in aliases.splitlines():
		gifts = frappe.get_doc("Channel Source", GIFTS)
		gifts.aliases = "\n".join(alias for alias in aliases.splitlines() if alias != INTERCEPTED)
		gifts.save(ignore_permissions=True)  # a migration: no user acts
	if frappe.db.exists("Channel Source", INTERCEPTED) or not frappe.db.exists("Channel Source", ROOT):
		return
	frappe.get_doc(
		doctype="Channel Source",
		source_name=INTERCEPTED,
		parent_channel_source=ROOT,
		evidence_required=1,
		consent_question=OWN_CONSENT,
	).insert(ignore_permissions=True)  # a migration: no user acts
