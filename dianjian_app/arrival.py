"""The server's time of arrival of what people write, beside the time that they state (R10, decision 72).

Rulings and deadlines rest on `recorded_at`, which nobody types: it is set when a row is first written and kept. What a
person states, such as when a call was, stands beside it and decides no claim.
"""

from __future__ import annotations

from datetime import datetime

from frappe.model.document import Document
from frappe.utils import cint


def stamp(row: Document, was: Document | None, now: datetime) -> None:
	"""Write when a row arrived, whatever the caller sent.

	was: the same row as it is stored, or the one that it corrects. It arrives anew when it speaks of another customer, or
	of a call that was answered after all.
	"""
	same = (
		was
		and was.get("lead") == row.get("lead")
		and cint(row.get("connected")) <= cint(was.get("connected"))
	)
	row.set("recorded_at", (was.get("recorded_at") if was and same else None) or now)
