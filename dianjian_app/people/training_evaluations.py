"""What those who attended say of a training, without anybody knowing who said what (R37).

A row has neither writer nor time, its name is a keyed digest, and nobody lists or opens rows. Nothing is shown while
somebody can still answer: from two totals, one answer apart, that answer follows. Fewer than LEAST answers are never shown.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import cint, getdate
from frappe.utils.password import get_encryption_key

from dianjian_app import locking
from dianjian_app.people import training_dues
from dianjian_app.people.training_attendance import own
from dianjian_app.people.training_session_events import TrainingError

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.training_due.training_due import TrainingDue
	from dianjian_app.dianjian_app.doctype.training_evaluation.training_evaluation import TrainingEvaluation
	from dianjian_app.dianjian_app.doctype.training_session.training_session import TrainingSession

QUESTIONS = ("content", "trainer", "usefulness")
LOWEST, HIGHEST = 1, 5
LEAST = 3
NOBODY, BEGINNING = "Administrator", "2000-01-01 00:00:00"
"""what stands for the writer and the time of every answer"""
LONGEST = 1000


@frappe.whitelist(methods=["POST"])
def evaluate(
	due: str, content: int | str, trainer: int | str, usefulness: int | str, words: str = ""
) -> None:
	"""The session's person says how a training was that they attended; once, within a week, and nobody knows who said it.

	due: the person's own Training Due; content, trainer, usefulness: 1 to 5; words: may be left out. Raises
	PermissionError for anybody else, TrainingError before it was held, too late, twice, or for marks that are none.
	"""
	doc = own(due)
	if not can_evaluate(doc):
		frappe.throw(
			_("A training is evaluated by who attended it, within a week after it was closed."), TrainingError
		)
	locking.hold("Training Session", doc.session)
	key = _key(doc)
	if locking.name_now("Training Evaluation", {"name": key}):
		frappe.throw(
			_("You have evaluated this training already."), TrainingError, title=_("Already Evaluated")
		)
	marks = {"content": content, "trainer": trainer, "usefulness": usefulness}
	for name, value in marks.items():
		if str(value).strip() not in {str(mark) for mark in range(LOWEST, HIGHEST + 1)}:
			frappe.throw(
				_("A mark is a whole number from {0} to {1}.").format(LOWEST, HIGHEST), TrainingError
			)
		marks[name] = cint(value)
	answer: TrainingEvaluation = frappe.get_doc(
		doctype="Training Evaluation", session=doc.session, words=(words or "").strip()[:LONGEST], **marks
	)
	answer.flags.key = key
	answer.insert(ignore_permissions=True)  # the act has asked whose it is; nobody may write one by hand


@frappe.whitelist()
def has_evaluated(due: str) -> bool:
	"""Whether the session's person has evaluated a training, or can no more. Raises PermissionError for anybody else."""
	doc = own(due)
	return not can_evaluate(doc) or bool(frappe.db.exists("Training Evaluation", _key(doc)))


@frappe.whitelist()
def results(session: str) -> dict[str, Any]:
	"""What was said of a training, for who may read it, once nobody can answer any more.

	Gives {"open_until": day or None, "answers": number or None where fewer than LEAST, "means": {question: mean},
	"counts": {question: [of 1, …, of 5]}, "words": texts in no order of time}. Raises PermissionError.
	"""
	doc: TrainingSession = frappe.get_doc("Training Session", session)
	doc.check_permission("read")
	rows = frappe.get_all(
		"Training Evaluation", {"session": doc.name}, [*QUESTIONS, "words"], order_by="name", limit=0
	)
	nothing: dict[str, Any] = {"open_until": None, "answers": None, "means": {}, "counts": {}, "words": []}
	if doc.docstatus != 1:
		return nothing
	attended = sum(1 for row in doc.attendees if row.attended)
	if len(rows) < attended and getdate(doc.evaluate_until) >= getdate():
		return {**nothing, "open_until": doc.evaluate_until}
	if len(rows) < LEAST:
		return nothing
	return {
		"open_until": None,
		"answers": len(rows),
		"means": {name: round(sum(row[name] for row in rows) / len(rows), 1) for name in QUESTIONS},
		"counts": {
			name: [sum(1 for row in rows if row[name] == mark) for mark in range(LOWEST, HIGHEST + 1)]
			for name in QUESTIONS
		},
		"words": [row.words for row in rows if row.words],
	}


def can_evaluate(due: TrainingDue) -> bool:
	"""Whether a person attended a training that is still evaluated."""
	return bool(
		due.status == training_dues.ATTENDED
		and due.session
		and due.evaluate_until
		and getdate(due.evaluate_until) >= getdate()
	)


def hide_writer(answer: TrainingEvaluation) -> None:
	"""Event before_insert: neither who wrote an answer stands with it, nor when."""
	answer.owner = answer.modified_by = NOBODY
	answer.creation = answer.modified = BEGINNING


def refuse_by_hand(answer: TrainingEvaluation) -> None:
	"""Events validate and on_trash. Raises TrainingError."""
	if not answer.flags.key or not answer.is_new():
		frappe.throw(_("What was said of a training is written once, by who attended it."), TrainingError)


def _key(due: TrainingDue) -> str:
	"""The name of a person's answer: it makes a second one impossible, and tells nobody whose it is."""
	said = f"training evaluation|{due.session}|{due.agent}"
	return hmac.new(get_encryption_key().encode(), said.encode(), hashlib.sha256).hexdigest()[:40]
