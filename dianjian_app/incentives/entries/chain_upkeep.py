"""What is done about the chains by the clock, at migrate and by who runs the server (R31, decision 68)."""

from __future__ import annotations

import frappe
from frappe import _

from dianjian_app.incentives.entries import append_only_triggers, chain_notes, entry_constraints
from dianjian_app.incentives.entries.chain_walk import ChainCheck, check_all_chains
from dianjian_app.incentives.entries.entry_chain import ChainHead, signature_of


def verify_daily() -> None:
	"""Daily job: check every chain and the guards in the database, and note outside where the chains end.

	What is wrong is written to the Error Log. Guards that are missing, as after a restore from somebody's own dump, are
	made anew. The hooks `dianjian_ledger_noted` are told what was noted.
	"""
	if lost := missing_guards():
		frappe.log_error(title=_("The database's guards of entries were missing"), message=", ".join(lost))
		append_only_triggers.set_triggers(True)
		entry_constraints.set_constraints(True)
	notes = chain_notes.read()
	if notes.fault:
		frappe.log_error(title=_("The notes of the chain of entries"), message=notes.fault)
	results = check_all_chains()
	for result in results:
		if not result.whole:
			frappe.log_error(
				title=_("Chain of entries of {0} is broken").format(result.centre)[:140],
				message=f"{result.broken or ''} {result.reason}",
			)
	note_restores(results)
	written = note_state(results)
	for path in frappe.get_hooks("dianjian_ledger_noted"):
		frappe.get_attr(path)(results, written)


def missing_guards() -> list[str]:
	"""The triggers and constraints of entries that the database lacks."""
	return [*append_only_triggers.missing_triggers(), *entry_constraints.missing_constraints()]


def note_state(results: list[ChainCheck]) -> str:
	"""Note outside where each whole chain ends, and what is wrong with the others; gives the line."""
	heads = [r.end for r in results if r.whole and r.end]
	faults = {r.centre: f"{r.broken or ''} {r.reason}".strip() for r in results if not r.whole}
	return chain_notes.write(chain_notes.STATE, heads, faults=faults)


def note_restores(results: list[ChainCheck]) -> None:
	"""Note outside what backups have recorded of their restore, and write it to the Error Log: once each."""
	notes = chain_notes.read()
	new = {r.centre: r.restore for r in results if r.restore and not notes.has(r.centre, r.restore)}
	if new:
		chain_notes.write(chain_notes.RESTORED, [], restores=new)
		lost = [f"{r.centre}: {words}" for r in results if r.centre in new for words in r.lost]
		frappe.log_error(
			title=_("The site was restored from a backup"),
			message="\n".join(lost or [_("no entry that was noted is gone")]),
		)


def sign_ends(results: list[ChainCheck], reason: str) -> None:
	"""Sign where the rows end with this site's key, and note outside why: after a lost key, a restore from before, a loss.

	Chains with an entry that is not as it was posted stay broken. Called at the first migrate, and by `bench sign-ledger`.
	"""
	ends = [r.end for r in results if r.end]
	for end in ends:
		_sign(end)
	if ends:
		chain_notes.write(chain_notes.ACCEPTED, ends, says=reason)


def _sign(end: ChainHead) -> None:
	values = {"seq": end.seq, "head_hash": end.hash, "signature": signature_of(end)}
	if name := frappe.db.get_value("Incentive Chain Head", {"centre": end.centre}, "name", for_update=True):
		frappe.db.set_value("Incentive Chain Head", name, values, update_modified=False)
	else:
		doc = frappe.get_doc(doctype="Incentive Chain Head", centre=end.centre, **values)
		doc.flags.posting = True
		doc.insert(ignore_permissions=True)  # who runs the server says so
