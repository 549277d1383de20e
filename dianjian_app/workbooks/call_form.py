"""【电开效果管控表】: what the call sheet's paper form in Excel consists of (R11, R15).

A form holds the customers to call, or the calls that were made. `call_form_sheet` draws it, `call_form_reading` reads what
an agent wrote into it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from dianjian_app.workbooks.paper_form import Column

Label = Callable[[str], str]
"""text in English → in the reader's language"""

FORM = "call_sheet"
TITLE_ROW, PLACE_ROW, HEADING_ROW, FIRST_ROW = 1, 2, 3, 4
YES, NO = "√", "×"


@dataclass(frozen=True)
class Row:
	"""A line of the form. line: its row in Excel; lead, name: the app's own marks; called_at: the time of day."""

	line: int = 0
	lead: str = ""
	name: str = ""
	customer_name: str = ""
	phone: str = ""
	source: str = ""
	connected: bool | None = None
	result: str = ""
	grade: str = ""
	product_need: str = ""
	remarks: str = ""
	called_at: time | None = None
	said: str = ""
	segment: str = ""
	project_asked: str = ""
	next_step: str = ""
	next_step_date: date | None = None
	do_not_call: bool = False


@dataclass(frozen=True)
class CellError:
	"""What is wrong with a cell: its name in Excel, a sentence with places, and what goes into them."""

	cell: str
	message: str
	args: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choices:
	"""What may be chosen: grades, and label → value of products, segments and results; reached, spoken: which of the
	results count as connected and as a valid conversation; sources only fill the list."""

	grades: tuple[str, ...] = ()
	results: Mapping[str, str] = field(default_factory=dict)
	reached: frozenset[str] = frozenset()
	spoken: frozenset[str] = frozenset()
	products: Mapping[str, str] = field(default_factory=dict)
	segments: Mapping[str, str] = field(default_factory=dict)
	sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
	"""One agent's form. place: the texts under the title; foot: pairs of label and figure, computed elsewhere."""

	title: str
	place: tuple[str, ...]
	centre: str
	agent: str
	day: date
	rows: tuple[Row, ...]
	blank_lines: int = 0
	foot: tuple[tuple[str, object], ...] = ()


def columns_of(label: Label) -> tuple[Column, ...]:
	"""The form's columns. label: text in English → in the reader's language."""
	return (
		Column("no", label("No."), 5, "number"),
		Column("customer_name", label("Customer Name"), 11),
		Column("phone", label("Phone"), 14),
		Column("source", label("Source"), 13),
		Column("connected", label("Connected"), 7),
		Column("grade", label("Grade"), 6),
		Column("product_need", label("Product Need"), 9),
		Column("remarks", label("Remarks"), 30),
		Column("called_at", label("Time of Call"), 8, "time"),
		Column("said", label("What Was Said"), 22),
		Column("segment", label("Customer Segment"), 9),
		Column("project_asked", label("Project Asked About"), 11),
		Column("next_step", label("Next Step"), 18),
		Column("next_step_date", label("Next Step On"), 11, "date"),
		Column("do_not_call", label("Do Not Call"), 7),
		Column("result", label("Call Result"), 9),
		Column("lead", "lead", 4, hidden=True),
		Column("name", "row", 4, hidden=True),
	)
