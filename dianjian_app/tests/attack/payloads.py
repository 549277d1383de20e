"""What an attacker sends: arguments by the name of a parameter, hostile values for the rest. Nothing here needs a site."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

DOCTYPE_PARAMETERS = frozenset(
	"doctype dt ref_doctype reference_doctype document_type report_doctype parenttype link_doctype options".split()
)
FILTER_PARAMETERS = frozenset("filters or_filters current_filters export_filters filters_json".split())
FIELD_PARAMETERS = frozenset(
	"fields fieldname field order_by group_by pluck sort_field searchfield filter_fields value_field based_on".split()
)
METHOD_PARAMETERS = frozenset("method query tree_method cmd run_method".split())
ADDRESS_PARAMETERS = frozenset("file_url url html content".split())

HOSTILE = st.one_of(
	st.none(),
	st.booleans(),
	st.integers(min_value=-(2**70), max_value=2**70),
	st.floats(allow_nan=True, allow_infinity=True),
	st.text(max_size=40),
	st.sampled_from(
		(
			"' or 1=1 -- ",
			"%",
			"%%s",
			"_",
			"\\",
			"{0.__class__}",
			"{{ 7*7 }}",
			"<img src=x onerror=alert(1)>",
			"../../../../etc/passwd",
			"0000-00-00",
			"2026-02-30",
			"9" * 400,
			"[",
			'{"a":',
			"null",
			"😀",
		)
	),
)
NESTED = st.recursive(
	HOSTILE,
	lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
	max_leaves=6,
)
OPERATORS = st.sampled_from(
	(
		"=",
		"!=",
		"like",
		"not like",
		"in",
		"not in",
		">",
		"<",
		"between",
		"is",
		"descendants of",
		"regexp",
		"timespan",
	)
)


@dataclass(frozen=True)
class Aims:
	"""What belongs to others: DocTypes, names by DocType, and fields that hold what nobody may see."""

	foreign: Mapping[str, tuple[str, ...]]
	fields: tuple[str, ...]
	methods: tuple[str, ...]
	addresses: tuple[str, ...]

	def names(self, doctype: str | None = None) -> st.SearchStrategy[str]:
		"""Names of documents that the attacker must not see."""
		if doctype and self.foreign.get(doctype):
			return st.sampled_from(self.foreign[doctype])
		return st.sampled_from(tuple(name for names in self.foreign.values() for name in names) or ("x",))


def arguments_for(function: Callable, aims: Aims) -> st.SearchStrategy[dict[str, object]]:
	"""Arguments for a function: what its parameters' names ask for, aimed at what is not the attacker's."""
	wanted = [
		p.name
		for p in inspect.signature(inspect.unwrap(function)).parameters.values()
		if p.name != "self" and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
	]
	extra = [] if wanted else ["doctype", "name", "filters", "fields"]
	doctypes = st.sampled_from(tuple(aims.foreign) or ("ToDo",))
	return doctypes.flatmap(
		lambda doctype: st.fixed_dictionaries(
			{name: _value(name, doctype, aims) for name in (*wanted, *extra)}
		)
	)


def _value(name: str, doctype: str, aims: Aims) -> st.SearchStrategy[object]:
	"""A value for a parameter of that name; one in six is hostile instead."""
	aimed: st.SearchStrategy[object]
	if name in DOCTYPE_PARAMETERS:
		aimed = st.just(doctype)
	elif name in FILTER_PARAMETERS:
		aimed = _filters(doctype, aims)
	elif name in FIELD_PARAMETERS:
		aimed = _fields(doctype, aims)
	elif name in METHOD_PARAMETERS:
		aimed = st.sampled_from(aims.methods)
	elif name in ADDRESS_PARAMETERS:
		aimed = st.sampled_from(aims.addresses)
	elif name in ("doc", "docs", "document", "values", "args", "chart", "metric", "data"):
		aimed = aims.names(doctype).map(lambda n: json.dumps({"doctype": doctype, "name": n}))
	elif name in ("names", "docnames", "docs_list", "leads", "sheets", "registers"):
		aimed = st.lists(aims.names(doctype), min_size=1, max_size=3).map(json.dumps)
	else:
		aimed = aims.names(doctype)
	return st.integers(0, 5).flatmap(lambda n: NESTED if n == 5 else aimed)


def _filters(doctype: str, aims: Aims) -> st.SearchStrategy[object]:
	one = st.tuples(
		st.just(doctype),
		st.sampled_from(("name", *aims.fields)),
		OPERATORS,
		st.one_of(aims.names(doctype), HOSTILE),
	)
	return st.one_of(
		st.lists(one, max_size=2).map(_json),
		st.dictionaries(
			st.sampled_from(("name", *aims.fields)),
			st.one_of(HOSTILE, st.tuples(OPERATORS, HOSTILE)),
			max_size=2,
		).map(_json),
	)


def _fields(doctype: str, aims: Aims) -> st.SearchStrategy[object]:
	names = st.sampled_from(("name", "*", *aims.fields))
	return st.one_of(
		names,
		st.lists(names, min_size=1, max_size=3).map(_json),
		names.map(lambda f: f"max({f}) as m"),
		names.map(lambda f: f"`tab{doctype}`.`{f}` desc"),
		names.map(lambda f: f"owner.{f}"),
		names.map(lambda f: f"agent.{f}"),
		st.just("name, (select number from `tabPhone Vault` limit 1)"),
	)


def _json(value: object) -> str:
	return json.dumps(value, ensure_ascii=False, default=str)
