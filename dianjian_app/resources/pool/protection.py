"""Whose customer it is, by the centre's clauses and the contacts in their order (R10, decision 25). Needs no site.

The first contact that a clause protects gives the customer to its agent for the clause's days. Until they have passed
nobody else gets the customer; the owner's further contacts extend them where the clause says so. An unanswered call
starts and extends nothing unless the clause says so. After the last day the next contact decides anew.
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
	"""How many days a kind of contact protects; 0: it does not protect, not even on its own day.

	extends: a further contact of the owner extends the days; unanswered: a call that nobody answered counts.
	"""

	kind: str
	days: int
	extends: bool = True
	unanswered: bool = False


@dataclass(frozen=True)
class Contact:
	"""One contact with a customer. at: when the server recorded it; stated: when a person says it was, which decides
	nothing; no: its order among contacts of the same moment; document: what proves it."""

	kind: str
	at: datetime
	agent: str
	answered: bool = True
	no: int = 0
	document: str = ""
	stated: datetime | None = None


@dataclass(frozen=True)
class Ownership:
	"""Who owns a customer, until when, by which contact and clause. agent None: nobody."""

	agent: str | None = None
	until: date | None = None
	contact: Contact | None = None
	clause: Clause | None = None


def ownership_on(contacts: Iterable[Contact], clauses: Sequence[Clause], day: date) -> Ownership:
	"""Who owns the customer on a day: one agent or nobody. The order in which contacts are given does not matter."""
	by_kind = {c.kind: c for c in clauses if c.days > 0}
	found = Ownership()
	for contact in sorted(contacts, key=lambda c: (c.at, c.no, c.agent, c.kind, c.document)):
		clause = by_kind.get(contact.kind)
		if clause is None or contact.at.date() > day or not (contact.answered or clause.unanswered):
			continue
		free = found.agent is None or (found.until is not None and contact.at.date() > found.until)
		if not free and (contact.agent != found.agent or not clause.extends):
			continue
		until = contact.at.date() + timedelta(days=clause.days)
		if free:
			found = Ownership(contact.agent, until, contact, clause)
		elif found.until is None or until > found.until:
			found = Ownership(found.agent, until, found.contact, found.clause)
	if found.until is not None and found.until < day:
		return Ownership()
	return found
