"""Where the app holds something about a customer, and what of it is identity (R47).

The one list that export, correction and erasure work through; a test compares it with the DocTypes, so that a new one
that points at a customer cannot be forgotten. What is not identity are figures: who worked when, with what result.
"""

from __future__ import annotations

from dataclasses import dataclass

ERASED = "***"
"""what stands where something about a customer stood"""


@dataclass(frozen=True)
class Holding:
	"""Rows of one DocType about a customer.

	by: the field that names the lead ("name": the row is the lead; through "visit": a visit of the lead); parent: the
	document that a child row stands in; identity: fields whose text goes; emptied: fields that become empty; hashes:
	keyed hashes of numbers, which become random; whole: the document is about this one customer, so that comments on it
	are too; on: the field with the day of the row.
	"""

	doctype: str
	by: str = "lead"
	parent: str = ""
	identity: tuple[str, ...] = ()
	emptied: tuple[str, ...] = ()
	hashes: tuple[str, ...] = ()
	whole: bool = True
	kept: tuple[str, ...] = ()
	"""texts that are no identity: written by the app, or about the staff"""


_WHO = ("customer_name", "phone_mask")
_HASH = ("phone_hash",)
HOLDINGS: tuple[Holding, ...] = (
	Holding(
		"Call Lead",
		by="name",
		identity=(*_WHO, "project_asked", "remarks"),
		emptied=("next_step", "next_step_date", "due_on"),
		hashes=_HASH,
		kept=("agent_name", "other_sources"),
	),
	Holding("Call Lead Number", by="parent", parent="Call Lead", identity=("phone_mask",), hashes=_HASH),
	Holding("Lead Batch Row", identity=_WHO, emptied=("added",), kept=("sheet_name",)),
	Holding("Lead Allocation Item", parent="Lead Allocation", identity=_WHO, whole=False),
	Holding(
		"Inbound Call",
		identity=(*_WHO, "remarks"),
		emptied=("phone_input",),
		hashes=_HASH,
		kept=("agent_name",),
	),
	Holding(
		"Call Sheet Row",
		parent="Call Sheet",
		identity=(*_WHO, "remarks", "said", "project_asked", "next_step"),
		hashes=_HASH,
		whole=False,
		kept=("request_key",),
	),
	Holding(
		"Message Log",
		identity=(*_WHO, "text", "error"),
		emptied=("provider_id",),
		hashes=_HASH,
		kept=("agent_name", "message_key"),
	),
	Holding(
		"Invitation",
		parent="Invitation Register",
		identity=(*_WHO, "remarks", "exception_reason"),
		hashes=_HASH,
		whole=False,
		kept=("receptionist_name", "signed_by_name", "grade"),
	),
	Holding(
		"Visit Confirmation",
		identity=(*_WHO, "remarks", "cancel_reason"),
		hashes=_HASH,
		kept=("agent_name", "receptionist_name", "counted_key", "expected_key", "invitation"),
	),
	Holding(
		"Sales Deal",
		identity=(*_WHO, "remarks", "cancel_reason", "amendment_reason"),
		kept=("agent_name",),
	),
	Holding(
		"Lead Claim",
		identity=(*_WHO, "grounds", "ruling_reason", "appeal_text", "final_reason"),
		emptied=("attachment",),
		kept=("agent_name", "holder_name", "proposal"),
	),
	Holding("Refusal Record", identity=(*_WHO, "reason")),
	Holding("Customer Survey", identity=("remarks",), kept=("agent_name",)),
	Holding(
		"Customer Complaint",
		identity=("complaint", "cause", "solution"),
		kept=("agent_name", "solved_by_name"),
	),
	Holding(
		"Customer Praise", by="visit", identity=("praise",), emptied=("attachment",), kept=("agent_name",)
	),
)
BY_DOCTYPE = {h.doctype: h for h in HOLDINGS}

# Frappe's own rows about a document: (table, its fields of reference, texts that go)
ABOUT_A_DOCUMENT: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
	("Communication", "reference_doctype", "reference_name", ("content", "text_content", "subject")),
	("ToDo", "reference_type", "reference_name", ("description",)),
	("Notification Log", "document_type", "document_name", ("subject", "email_content")),
	("Activity Log", "reference_doctype", "reference_name", ("subject", "content")),
	("Tag Link", "document_type", "document_name", ("title",)),
	("Phone Reveal Log", "reference_doctype", "reference_name", ("reason",)),
	("Delivery Log", "reference_doctype", "reference_name", ("subject", "message", "error")),
)
# what people write on a document; the other kinds of Comment are Frappe's own words (Workflow, Created …)
WRITTEN_COMMENTS = ("Comment", "Info", "Attachment", "Attachment Removed", "Edit", "Label")
