"""Names and aliases under which workbooks name sources and products (R5, R6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import frappe

from dianjian_app.resources.intake.headings import fold


@dataclass(frozen=True)
class Catalogue:
	"""What the texts of a workbook stand for, read once for an import.

	sources, products: folded text → name of a Channel Source or Product Type; ages: source → days a contact stays valid.
	"""

	sources: dict[str, str] = field(default_factory=dict)
	ages: dict[str, int] = field(default_factory=dict)
	products: dict[str, str] = field(default_factory=dict)

	@classmethod
	def read(cls) -> Catalogue:
		"""Read all enabled sources and products with their aliases."""
		sources = frappe.get_all(
			"Channel Source", filters={"disabled": 0}, fields=["name", "aliases", "max_age_days"]
		)
		products = frappe.get_all(
			"Product Type", filters={"disabled": 0}, fields=["name", "aliases", "english_name"]
		)
		return cls(
			_by_text(sources),
			{s.name: s.max_age_days or 0 for s in sources},
			_by_text(products) | {fold(p.english_name): p.name for p in products if p.english_name},
		)

	def source(self, text: str) -> str | None:
		"""The source that a cell names, or None."""
		return self.sources.get(_folded(text)) if text else None

	def max_age(self, source: str) -> int:
		"""Days that a contact of the source stays valid; 0: without limit."""
		return self.ages.get(source, 0)

	def product(self, text: str) -> str | None:
		"""The product type that a cell names, or None."""
		return self.products.get(_folded(text)) if text else None


# a batch of a hundred thousand rows names some ten sources
_folded = lru_cache(maxsize=1024)(fold)


def _by_text(rows: Iterable[frappe._dict]) -> dict[str, str]:
	"""Folded alias or name → name; a name goes before an alias."""
	found: dict[str, str] = {}
	for row in rows:
		for alias in (row.aliases or "").splitlines():
			if alias.strip():
				found.setdefault(fold(alias), row.name)
	found.update({fold(row.name): row.name for row in rows})
	return found


@frappe.whitelist()
def grades_in_use() -> list[str]:
	"""Every grade of every scheme, for filters (R12). Raises frappe.PermissionError for a user who may read no scheme."""
	frappe.has_permission("Grade Scheme", "read", throw=True)
	grade = frappe.qb.DocType("Intent Grade")
	query = frappe.qb.from_(grade).select(grade.grade).distinct().orderby(grade.grade)
	return [row[0] for row in query.run()]
