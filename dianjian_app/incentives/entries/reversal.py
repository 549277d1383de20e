"""An upheld appeal corrects an entry by an entry of its own, at once, in the chain (R31, decision 11)."""

from __future__ import annotations

from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import now_datetime

from dianjian_app.bulk_writer import insert_dicts
from dianjian_app.incentives.engine.rule import OutcomeType
from dianjian_app.incentives.engine.working import Working, plain
from dianjian_app.incentives.entries.entry_chain import COVERED, Head, hash_of, lock_head, move_head
from dianjian_app.incentives.entries.posting import give_leave
from dianjian_app.people.period import Period


class ReversalError(frappe.ValidationError):
	"""An entry that cannot be taken back."""


def post(entry: str, right: float, appeal: str) -> str:
	"""Post what makes an entry's worth the right one; gives the new entry's name. Posting again gives the same one.

	right: what the entry should have been, yuan or days; between nothing and what it is. Raises ReversalError.
	"""
	centre = frappe.db.get_value("Incentive Entry", entry, "centre")
	head = lock_head(centre)
	done = frappe.db.get_value("Incentive Entry", {"reverses": entry}, "name")
	if done:
		return done
	old = frappe.db.get_value("Incentive Entry", entry, ["*"], as_dict=True)
	if old.reverses:
		frappe.throw(_("{0} is a correction itself.").format(entry), ReversalError)
	money = old.outcome_type == OutcomeType.MONEY.value
	worth = _exact(old.amount if money else old.quantity)
	wanted = _exact(right)
	if not min(worth, Decimal(0)) <= wanted <= max(worth, Decimal(0)) or wanted == worth:
		frappe.throw(
			_("The right amount lies between 0 and {0}.").format(plain(worth)),
			ReversalError,
			title=_("Right Amount"),
		)
	new = _entry(old, wanted - worth, money, appeal, head)
	insert_dicts("Incentive Entry", [new])
	move_head(centre, Head(new["seq"], new["entry_hash"]))
	give_leave([new])
	return new["name"]


def _exact(value) -> Decimal:
	return Decimal(str(value or 0)).quantize(Decimal("0.01"))


def _entry(old, difference: Decimal, money: bool, appeal: str, head: Head) -> dict:
	now, user, seq = now_datetime(), frappe.session.user, head.seq + 1
	base = old.entry_key.rsplit("|", 1)[0]
	number = frappe.db.count("Incentive Entry", {"entry_key": ("like", f"{base}|%")})
	working = Working()
	worth = _exact(old.amount if money else old.quantity)
	working.do("subtract", worth + difference, worth, label="less posted")
	explanation = {
		**(frappe.parse_json(old.explanation) or {}),
		"facts": {"label": _("Appeal {0} upheld").format(appeal)},
		"evidence": [f"Incentive Appeal/{appeal}", f"Incentive Entry/{old.name}"],
		"steps": [
			{"operation": s.operation, "operands": list(s.operands), "result": s.result, "label": s.label}
			for s in working.steps
		],
	}
	entry = {field: None for field in COVERED} | {field: old.get(field) for field in COVERED}
	entry |= {
		"name": f"IE-{old.centre}-{seq:06d}",
		"seq": seq,
		"amount": difference if money else Decimal("0.00"),
		"quantity": _exact(0) if money else difference,
		"consumed": _exact(0),
		"corrects_period": old.corrects_period or Period.month_of(old.period_end).month_text,
		"correction_no": number,
		"reverses": old.name,
		"explanation": frappe.as_json(explanation, indent=None),
		"entry_key": f"{base}|{number}",
		"posted_on": now,
		"posted_by": user,
		"previous_hash": head.hash,
		"docstatus": 0,
		"creation": now,
		"modified": now,
		"owner": user,
		"modified_by": user,
	}
	entry["entry_hash"] = hash_of(frappe._dict(entry))
	return entry
