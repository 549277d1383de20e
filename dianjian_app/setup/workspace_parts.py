"""The parts of a workspace, as data: tiles, figures, charts and cards of links (R47, R48)."""

from __future__ import annotations

from dataclasses import dataclass

Filter = tuple[str, str, object]


@dataclass(frozen=True)
class Shortcut:
	"""A tile that opens a list or a page; with filters it counts what it opens. `format`: `{} waiting`."""

	label: str
	to: str
	kind: str = "DocType"
	filters: tuple[Filter, ...] = ()
	format: str = ""
	color: str = ""
	view: str = ""


@dataclass(frozen=True)
class Figure:
	"""A number card: how many documents, or the sum of a field. It counts the reader's own rows only."""

	label: str
	doctype: str
	filters: tuple[Filter, ...]
	sum_of: str = ""
	method: str = ""
	color: str = ""


@dataclass(frozen=True)
class Chart:
	"""A report's chart: filters as they are, and filters that the desk works out when it draws."""

	label: str
	report: str
	filters: dict[str, str]
	moving: dict[str, str]


@dataclass(frozen=True)
class Card:
	"""A titled list of links: names of DocTypes, or (kind, name, label) for pages and reports."""

	label: str
	links: tuple[str | tuple[str, str, str], ...]


@dataclass(frozen=True)
class Space:
	"""One workspace. order: its place in the side bar, lower comes first; first_list: whether what waits stands on top."""

	name: str
	icon: str
	order: float
	roles: tuple[str, ...]
	figures: tuple[Figure, ...] = ()
	charts: tuple[Chart, ...] = ()
	shortcuts: tuple[Shortcut, ...] = ()
	cards: tuple[Card, ...] = ()
	first_list: bool = True


def report_links(*names: str) -> tuple[tuple[str, str, str], ...]:
	"""Links of a card to reports under their own names."""
	return tuple(("Report", name, name) for name in names)
