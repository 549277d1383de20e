"""Names of documents that many people make at the same moment, without a series (decision 69).

A naming series is one row of the database that is held until the transaction ends: at nine o'clock a hundred agents
would queue on it for their sheets. Documents of an agent say agent and day; neighbours in the index of parents are then
the agent's own documents, and no two people meet there either.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime

import frappe
from frappe.utils import getdate

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""those that nobody takes for another when a name is read out"""


def of_agents_day(doctype: str, prefix: str, agent: str, day: date | str) -> str:
	"""The name of what an agent has once a day, e.g. CS-E001-20261102; one made again after a cancelled one gets letters.

	An amendment gets its number from Frappe, so that letters meet none.
	"""
	name = f"{prefix}-{agent}-{getdate(day):%Y%m%d}"
	return f"{name}-{_letters(3)}" if frappe.db.exists(doctype, name) else name


def of_agent(prefix: str, agent: str | None, day: date | datetime | str | None) -> str:
	"""The name of what an agent may have several times a day, e.g. VC-E001-20261102-7KQP."""
	return "-".join(part for part in (prefix, agent, f"{getdate(day):%Y%m%d}", _letters(4)) if part)


def of_day(prefix: str, day: date | datetime | str | None) -> str:
	"""The name of what belongs to no single agent, e.g. LA-20261102-7KQPX3."""
	return f"{prefix}-{getdate(day):%Y%m%d}-{_letters(6)}"


def _letters(count: int) -> str:
	return "".join(secrets.choice(LETTERS) for _ in range(count))
