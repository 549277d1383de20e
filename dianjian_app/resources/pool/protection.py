"""Whose customer it is: the centre's clauses over the contacts in their order (R10, decision 25). Pure.

The first contact that starts a protection gives the customer to its agent for the clause's days. Within them nobody else
gets the customer; the owner's own further contacts prolong it where the clause says so. An unanswered call starts and
prolongs nothing unless the clause says so. After the last day the next contact decides anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

ALLOCATION, CALL_IN, FOLLOW_UP, INVITATION, VISIT = (
	"Allocation",
	"Call-in",
	"Follow-up",
	"Invitation",
	"Visit",
)
KINDS = (ALLOCATION, CALL_IN, FOLLOW_UP, INVITATION, VISIT)


@dataclass(frozen=True)
class Clause:
	"""How long a kind of contact protects. extends: the owner's next one prolongs; unanswered: a call nobody answered counts."""

	kind: str
	days: int
	extends: bool = True
	unanswered: bool = False


@dataclass(frozen=True)
class Contact:
	"""One contact with a customer. no: its place among contacts of the same moment; document: what proves it."""

	kind: str
	at: datetime
	agent: str
	answered: bool = True
	no: int = 0
	document: str = ""


@dataclass(frozen=True)
class Standing:
	"""Who owns a customer on a day, until when, by which contact and clause; agent None: nobody."""

	agent: str | None = None
	until: date | None = None
	contact: Contact | None = None
	clause: Clause | None = None


def standing(contacts: Iterable[Contact], clauses: Sequence[Clause], day: date) -> Standing:
	"""The owner on a day. The order in which contacts are given does not matter; there is one owner or none."""
	by_kind = {c.kind: c for c in clauses}
	found = Standing()
	for contact in sorted(contacts, key=lambda c: (c.at, c.no, c.agent, c.kind, c.document)):
		clause = by_kind.get(contact.kind)
		if clause is None or contact.at.date() > day or not (contact.answered or clause.unanswered):
			continue
		free = found.agent is None or (found.until is not None and contact.at.date() > found.until)
		if not free and (contact.agent != found.agent or not clause.extends):
			continue
		until = contact.at.date() + timedelta(days=clause.days)
		if free:
			found = Standing(contact.agent, until, contact, clause)
		elif found.until is None or until > found.until:
			found = Standing(found.agent, until, found.contact, found.clause)
	if found.until is not None and found.until < day:
		return Standing()
	return found
