"""Lists which DocTypes hold data about a customer, and which of their fields identify the customer (R47). Needs no site.

Export, correction and erasure work through this list. A test compares it with the DocTypes, so that a new DocType that
links to a customer is not forgotten. All other fields are figures: who worked when, with what result.
"""

from __future__ import annotations

from dataclasses import dataclass

ERASED = "***"
"""replaces text about an erased customer"""


@dataclass(frozen=True)
class Holding:
	"""Rows of one DocType about a customer.

	by: the field with the lead ("name": the row is the lead; "visit": the field with a visit of the lead); parent: the
	DocType of a child row's document; identity: fields whose text is replaced; emptied: fields that are set to NULL;
	hashes: keyed hashes of numbers, which are replaced by random ones; one_customer: the document is about one customer only, and so are
	comments on it.
	"""

	doctype: str
	by: str = "lead"
	parent: str = ""
	identity: tuple[str, ...] = ()
	emptied: tuple[str, ...] = ()
	hashes: tuple[str, ...] = ()
	one_customer: bool = True
	kept: tuple[str, ...] = ()
	"""texts that do not identify the customer: written by the app, or about the staff"""


_WHO = ("customer_name", "phone_mask")
_HASH = ("phone_hash",)
HOLDINGS: tuple[Holding, ...] = (
	Holding(
		"Call Lead",
		by="name",
		identity=(*_WHO, "other_names", "project_asked", "remarks", "decision_makers", "needs_note"),
		emptied=("next_step", "next_step_date", "next_step_time", "next_step_kind", "due_on"),
		hashes=_HASH,
		kept=("agent_name", "other_sources"),
	),
	Holding("Call Lead Number", by="parent", parent="Call Lead", identity=("phone_mask",), hashes=_HASH),
	Holding("Lead Batch Row", identity=_WHO, emptied=("added",), kept=("sheet_name",)),
	Holding("Lead Allocation Item", parent="Lead Allocation", identity=_WHO, one_customer=False),
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
		one_customer=False,
		kept=("request_key", "next_step_time"),
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
		one_customer=False,
		kept=("receptionist_name", "signed_by_name", "grade"),
	),
	Holding(
		"Visit Confirmation",
		identity=(*_WHO, "remarks", "cancel_reason", "areas", "breach"),
		emptied=("document_kind", "document_tail"),
		hashes=_HASH,
		kept=(
			"agent_name",
			"receptionist_name",
			"counted_key",
			"expected_key",
			"invitation",
			"invitation_code",
		),
	),
	Holding("Shown Unit", parent="Visit Confirmation", identity=("remarks",), kept=("unit_title",)),
	Holding(
		"Sales Deal",
		identity=(*_WHO, "remarks", "cancel_reason", "amendment_reason"),
		kept=("agent_name",),
	),
	Holding("Deal File", identity=("customer_name", "remarks"), kept=("consultant_name", "archive_number")),
	Holding(
		"Deal Paper",
		parent="Deal File",
		identity=("remarks",),
		emptied=("number", "scan"),
		kept=("paper",),
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
		"Survey Link",
		identity=(*_WHO, "remarks"),
		hashes=_HASH,
		kept=("agent_name", "finding_note", "token_hash", "source_key"),
	),
	Holding(
		"Customer Complaint",
		identity=(*_WHO, "complaint", "apology", "cause", "solution", "told", "lesson"),
		hashes=_HASH,
		kept=("agent_name", "solved_by_name"),
	),
	Holding("Customer Question", identity=("customer_name", "question", "answer"), kept=("agent_name",)),
	Holding(
		"Customer Praise", by="visit", identity=("praise",), emptied=("attachment",), kept=("agent_name",)
	),
)
BY_DOCTYPE = {h.doctype: h for h in HOLDINGS}

# Frappe's records about a document: (DocType, its two fields of reference, texts that are replaced)
ABOUT_A_DOCUMENT: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
	("Communication", "reference_doctype", "reference_name", ("content", "text_content", "subject")),
	("ToDo", "reference_type", "reference_name", ("description",)),
	("Notification Log", "document_type", "document_name", ("subject", "email_content")),
	("Activity Log", "reference_doctype", "reference_name", ("subject", "content")),
	("Tag Link", "document_type", "document_name", ("title",)),
	("Phone Reveal Log", "reference_doctype", "reference_name", ("reason",)),
	("Delivery Log", "reference_doctype", "reference_name", ("subject", "message", "error")),
)
# comments that people write; the other types are written by Frappe (Workflow, Created …)
WRITTEN_COMMENTS = ("Comment", "Info", "Attachment", "Attachment Removed", "Edit", "Label")
