"""A claim on a customer whom somebody else holds (撞单): evidence, the clauses' proposal, a ruling, an appeal (R10, decision 25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import format_datetime, formatdate, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.locking import count_now, document_now, name_now, row_now
from dianjian_app.people.authority import decides_for, stands_over
from dianjian_app.people.centre_calendars import read_calendars
from dianjian_app.people.place_on_day import fill_agent
from dianjian_app.people.staffing import group_on, staff_of_user
from dianjian_app.resources.intake.known_numbers import known_numbers
from dianjian_app.resources.numbers import asking, further_numbers, vault
from dianjian_app.resources.numbers.phone import hide_numbers, read_numbers
from dianjian_app.resources.pool import lead_transfer
from dianjian_app.resources.pool.contacts import contacts_of, owner_of
from dianjian_app.resources.pool.protection import Contact, Ownership
from dianjian_app.value_lists import NO_VALUE, among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.lead_claim.lead_claim import LeadClaim


FIRST_NUMBER, OTHER_NUMBER, KIN_NUMBER = "First Number", "Other Number", "Number of Kin"
REACHED = {
	further_numbers.FIRST: (FIRST_NUMBER,),
	further_numbers.OWN: (FIRST_NUMBER, OTHER_NUMBER),
	further_numbers.OWN_AND_KIN: (FIRST_NUMBER, OTHER_NUMBER, KIN_NUMBER),
}
FILED, RULED, APPEALED, FINAL = "Filed", "Ruled", "Appealed", "Final"
A_DAY = 20
DAYS_TO_APPEAL = 3


class ClaimError(frappe.ValidationError):
	"""A claim that cannot be."""


class NotTheRulerError(frappe.PermissionError):
	"""Somebody rules who may not."""


@frappe.whitelist(methods=["POST"])
def file_claim(phone: str, grounds: str, attachment: str | None = None, kin_of: str | None = None) -> str:
	"""The session's agent claims a customer by the phone number, whom another agent of the centre holds. Gives the claim.

	kin_of: a customer of the claimant's own, whose near kin the claimed one is; their contacts then count together where
	the centre's clauses reach kin. What is told of the other's customer is that a claim can be filed, nothing else; at most 20 a day. Gives "" and says so where none can
	be filed, or the day's limit of numbers is passed (`asking`). Raises ClaimError, PermissionError.
	"""
	me = staff_of_user(frappe.session.user)
	if not me or not frappe.has_permission("Lead Claim", "create"):
		frappe.throw(_("Claims are filed by telesales agents and consultants."), frappe.PermissionError)
	if not (grounds or "").strip():
		frappe.throw(_("Say why the customer is yours."), ClaimError)
	place = row_now("Sales Staff", str(me), ["centre", "sales_group"])
	centre = place.centre if place else ""
	if count_now("Lead Claim", {"agent": me, "date": getdate()}) >= A_DAY:
		frappe.throw(_("At most {0} claims a day.").format(A_DAY), ClaimError)
	kin = kin_of and row_now("Call Lead", kin_of, ["agent", "centre"])
	if kin_of and (not kin or (kin.agent, kin.centre) != (me, centre)):
		frappe.throw(_("Name a customer of your own as kin."), ClaimError)
	area = frappe.db.get_value("Sales Centre", centre, "area_code")
	read = read_numbers(str(phone or "")[:80], area or "").numbers
	if not read:
		frappe.throw(_("This is not a phone number."), ClaimError)
	if not asking.may_ask("Lead Claim", read, place=place):
		return _no_claim(asking.limit_message())
	known = known_numbers(centre, vault.hashes_of(read))
	number = next((n for n in read if n in known), "")
	lead = known.get(number, "")
	row = _holder_of(lead)
	if not lead or not row.agent:
		return _no_claim(_("No claim can be filed for this number; ask your leader."))
	if row.agent == me:
		frappe.throw(_("You hold this customer already."), ClaimError)
	if other := name_now("Lead Claim", {"lead": lead, "stage": ("!=", FINAL), "agent": me}):
		return other
	claim = frappe.get_doc(
		doctype="Lead Claim",
		lead=lead,
		agent=me,
		holder=row.agent,
		holder_name=row.agent_name,
		holder_group=row.sales_group,
		grounds=hide_numbers(grounds.strip()),
		attachment=attachment,
		kin_of=kin_of or None,
		claimed_number=_which(lead, vault.hash_of(number)),
		date=getdate(),
	)
	fill_agent(claim, claim.date)
	claim.flags.by_act = True
	return claim.insert(ignore_permissions=True).name  # the right to claim was asked for above


def _no_claim(why: str) -> str:
	"""An answer and no error, so that what was asked stays logged."""
	frappe.msgprint(why, indicator="orange")
	return ""


def _holder_of(lead: str) -> frappe._dict:
	"""Who holds a lead; looked up where there is none, too, so that both take the same time."""
	return row_now("Call Lead", lead or NO_VALUE, ["agent", "agent_name", "sales_group"]) or frappe._dict()


def validate(claim: LeadClaim) -> None:
	"""Event validate: claims are written by their acts alone. Raises ClaimError."""
	if not claim.flags.by_act:
		frappe.throw(_("A claim changes by its own steps: rule, appeal."), ClaimError)
	if claim.is_new():
		row = frappe.db.get_value("Call Lead", claim.lead, ["customer_name", "phone_mask"], as_dict=True)
		claim.customer_name, claim.phone_mask, claim.stage = row.customer_name, row.phone_mask, FILED
		found = proposal(claim)
		claim.proposed_agent, claim.proposal = found.agent, _in_words(found, claim)


def refuse_delete(claim: LeadClaim) -> None:
	"""Event on_trash. Raises ClaimError."""
	frappe.throw(_("Claims are kept."), ClaimError)


def proposal(claim: LeadClaim) -> Ownership:
	"""What the centre's clauses say of the customer on the day of the claim; nothing where they do not reach the number."""
	reach = further_numbers.protected_numbers(claim.centre)
	if claim.claimed_number not in REACHED[reach]:
		return Ownership()
	together = [claim.kin_of] if claim.kin_of and reach == further_numbers.OWN_AND_KIN else []
	return owner_of([claim.lead, *together], claim.centre, getdate(claim.date))


def _which(lead: str, phone_hash: str) -> str:
	"""Which number of the customer it is: the first, another of their own, or one of kin."""
	row = frappe.db.get_value(
		"Call Lead Number", {"parent": lead, "phone_hash": phone_hash}, ["is_primary", "whose"], as_dict=True
	)
	return KIN_NUMBER if row.whose else FIRST_NUMBER if row.is_primary else OTHER_NUMBER


def _in_words(found: Ownership, claim: LeadClaim) -> str:
	reach = further_numbers.protected_numbers(claim.centre)
	if claim.claimed_number not in REACHED[reach]:
		return _(
			"Claimed by: {0}. The centre's clause protects: {1}. Whoever rules decides by the evidence."
		).format(_(claim.claimed_number), _(reach))
	if found.agent is None or found.contact is None:
		return _("By the centre's clauses nobody is protected: whoever rules decides by the evidence.")
	name = frappe.db.get_value("Sales Staff", found.agent, "staff_name")
	return _("By the clause {0} ({1} days): {2}, since {3}, protected until {4}.").format(
		_(found.contact.kind),
		found.clause.days if found.clause else 0,
		name,
		format_datetime(found.contact.at),
		formatdate(found.until),
	)


@frappe.whitelist()
def evidence(claim: str) -> list[dict]:
	"""Every contact, for whoever may rule: [{"kind", "at", "stated", "agent", "answered", "doctype", "name"}]. Raises NotTheRulerError."""
	doc = frappe.get_doc("Lead Claim", claim)
	doc.check_permission("read")
	if not (_may_rule(doc) or _may_rule_finally(doc)):
		frappe.throw(_("The evidence is shown to whoever rules."), NotTheRulerError)
	contacts = sorted(_evidence_of(doc), key=lambda c: (c.at, c.no))
	names = dict(
		frappe.get_all(
			"Sales Staff",
			{"name": ("in", among(c.agent for c in contacts))},
			["name", "staff_name"],
			as_list=True,
		)
	)
	return [
		{
			"kind": _(c.kind),
			"at": str(c.at),
			"stated": str(c.stated or ""),
			"agent": names.get(c.agent, c.agent),
			"answered": c.answered,
			"doctype": c.document.partition("/")[0],
			"name": c.document.partition("/")[2],
		}
		for c in contacts
	]


def _evidence_of(doc: LeadClaim) -> list[Contact]:
	found = contacts_of([doc.lead, *([doc.kin_of] if doc.kin_of else [])])
	return [contact for contacts in found.values() for contact in contacts]


def _concerned(doc: LeadClaim, user: str) -> bool:
	return staff_of_user(user) in (doc.agent, doc.holder)


def _may_rule(doc: LeadClaim, user: str | None = None) -> bool:
	"""The leader where both are in one group, the manager where two groups are concerned (R10)."""
	user = user or frappe.session.user
	if _concerned(doc, user):
		return False
	if doc.sales_group == doc.holder_group and roles.LEADER in frappe.get_roles(user):
		return stands_over(user, doc.sales_group, doc.centre)
	return decides_for(user, doc.centre, roles.MANAGER)


def _may_rule_finally(doc: LeadClaim, user: str | None = None) -> bool:
	"""After an appeal: the manager, or HR where the manager has ruled; never whoever ruled first."""
	user = user or frappe.session.user
	if _concerned(doc, user) or user == doc.ruled_by:
		return False
	first_was_manager = doc.ruled_by and roles.MANAGER in frappe.get_roles(doc.ruled_by)
	return decides_for(user, doc.centre, roles.HR if first_was_manager else roles.MANAGER)


@frappe.whitelist(methods=["POST"])
def rule(claim: str, agent: str, reason: str = "") -> str:
	"""Rule whose customer it is: the claimant or the holder. Gives the stage.

	reason: needed where the ruling differs from what the clauses propose, and in the last instance. Past counts stay.
	Raises NotTheRulerError, ClaimError.
	"""
	doc = _locked(claim)
	if agent not in (doc.agent, doc.holder):
		frappe.throw(_("The customer goes to the claimant or stays with the holder."), ClaimError)
	last = doc.stage == APPEALED
	if doc.stage not in (FILED, APPEALED):
		frappe.throw(_("{0} is {1}; it waits for no ruling.").format(doc.name, _(doc.stage)), ClaimError)
	if not (_may_rule_finally(doc) if last else _may_rule(doc)):
		frappe.throw(
			_("This claim is ruled on by somebody else."), NotTheRulerError, title=_("Not Your Ruling")
		)
	if not (reason or "").strip() and (last or agent != doc.proposed_agent):
		frappe.throw(
			_("Say why, since it differs from what the clauses propose."),
			ClaimError,
			title=_("Reason Needed"),
		)
	which = "final" if last else "ruling"
	doc.update({f"{which}_agent": agent, f"{which}_reason": hide_numbers((reason or "").strip())})
	doc.update(
		{
			"final_by" if last else "ruled_by": frappe.session.user,
			"final_at" if last else "ruled_at": now_datetime(),
		}
	)
	doc.stage = FINAL if last else RULED
	_save(doc)
	_move(doc, agent)
	return doc.stage


def _move(doc: LeadClaim, agent: str) -> None:
	"""The lead goes to whom it was given; who held it before stays on record, counts of the past stay as they are."""
	lead = row_now("Call Lead", doc.lead, ["agent", "do_not_call"])
	if not lead or lead.agent == agent or lead.do_not_call:
		return
	group = group_on(agent, getdate()) or doc.sales_group
	lead_transfer.give_to_agent(
		group, agent, [doc.lead], getdate(), "Selection", _("Ruling {0}").format(doc.name)
	)


@frappe.whitelist(methods=["POST"])
def appeal(claim: str, text: str) -> None:
	"""Claimant or holder appeals against a ruling within three working days. Raises ClaimError, NotTheRulerError."""
	doc = _locked(claim)
	if not _concerned(doc, frappe.session.user):
		frappe.throw(_("A ruling is appealed against by claimant or holder."), NotTheRulerError)
	if doc.stage != RULED or not (text or "").strip():
		frappe.throw(_("An appeal follows a ruling and says why."), ClaimError)
	last = read_calendars([doc.centre])[doc.centre].add_working_days(getdate(doc.ruled_at), DAYS_TO_APPEAL)
	if getdate() > last:
		frappe.throw(
			_("The time to appeal ended on {0}.").format(formatdate(last)), ClaimError, title=_("Too Late")
		)
	doc.update(
		{
			"stage": APPEALED,
			"appeal_text": hide_numbers(text.strip()),
			"appealed_by": frappe.session.user,
			"appealed_at": now_datetime(),
		}
	)
	_save(doc)


def _locked(claim: str) -> LeadClaim:
	doc = document_now("Lead Claim", claim)
	doc.check_permission("read")
	return doc


def _save(doc: LeadClaim) -> None:
	doc.flags.by_act = True
	doc.save(ignore_permissions=True)  # the act above has asked who may


@frappe.whitelist()
def my_part(claim: str) -> dict:
	"""What the session's user may do, for the form: {"rule", "appeal", "parties"}. Raises PermissionError."""
	doc = frappe.get_doc("Lead Claim", claim)
	doc.check_permission("read")
	rules = (doc.stage == FILED and _may_rule(doc)) or (doc.stage == APPEALED and _may_rule_finally(doc))
	return {
		"rule": bool(rules),
		"evidence": bool(_may_rule(doc) or _may_rule_finally(doc)),
		"appeal": doc.stage == RULED and _concerned(doc, frappe.session.user),
		"parties": [
			{"value": doc.agent, "label": doc.agent_name},
			{"value": doc.holder, "label": doc.holder_name},
		],
	}
