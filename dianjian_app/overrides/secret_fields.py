"""Fields of Frappe's own DocTypes that readers must not get hold of, whichever door names them (R47).

Frappe gives every column of User to whoever may look a user up: levels of permission do not hold for its core DocTypes.
A key, a token or an address is got by reading it, but also by filtering, ordering or grouping by it. Therefore the names
are looked for in two places: in each query that asks with the reader's rights, after Frappe has put it together, and in
what a request says, for the doors that ask with rights of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

import frappe
from frappe import _

from dianjian_app import roles

FINGERPRINTS: dict[str, frozenset[str]] = {
	doctype: frozenset({"phone_hash"})
	for doctype in (
		*("Call Lead", "Call Lead Number", "Call Sheet Row", "Inbound Call", "Invitation", "Message Log"),
		*("Visit Confirmation", "Customer Complaint"),
	)
} | {
	"Personal Data Request": frozenset({"phone_hash", "correct_hash"}),
	"Survey Link": frozenset({"phone_hash", "token_hash", "source_key"}),
	"Phone Reveal Log": frozenset({"number_key"}),
}
"""DocType → its fingerprints of numbers, by which a number is recognised"""

SECRET: dict[str, frozenset[str]] = FINGERPRINTS | {
	"User": frozenset(
		{
			*(
				"reset_password_key",
				"last_reset_password_key_generated_on",
				"api_key",
				"api_secret",
				"new_password",
			),
			*(
				"restrict_ip",
				"last_ip",
				"bypass_restrict_ip_check_if_2fa_enabled",
				"login_before",
				"login_after",
			),
			"last_known_versions",
		}
	),
	"OAuth Bearer Token": frozenset({"access_token", "refresh_token"}),
	"OAuth Authorization Code": frozenset({"authorization_code", "code_challenge", "nonce"}),
	"OAuth Client": frozenset({"client_secret"}),
	"Social Login Key": frozenset({"client_secret"}),
	"Token Cache": frozenset({"access_token", "refresh_token"}),
	"Webhook": frozenset({"webhook_secret"}),
}
"""DocType → what nobody reads but System Managers"""

_STANDARD = ("name", "owner", "creation", "modified", "modified_by", "idx", "docstatus")
_LISTED = ("_user_tags", "_comments", "_assign", "_liked_by", "_seen")
DIRECTORY: dict[str, frozenset[str]] = {
	"User": frozenset(
		{
			*_STANDARD,
			*_LISTED,
			*("enabled", "email", "first_name", "middle_name", "last_name", "full_name", "username"),
			*("user_image", "user_type", "language", "time_zone", "allowed_in_mentions"),
		}
	),
	"Has Role": frozenset(_STANDARD),
}
"""DocType → all that the app's people see of it: of colleagues what a directory shows"""

# they carry a document or a text and name no column
_TEXTS = frozenset({"doc", "docs", "content", "comment", "message", "cmd", "pwd", "sid"})
_DOCUMENTS = ("/api/resource/", "/api/v1/resource/", "/api/v2/document/")
_NAMED = SECRET["User"].union(*FINGERPRINTS.values())
_WORDS = frozenset(word for words in SECRET.values() for word in words)
_INTERESTING = re.compile(
	"|".join([*(rf"\b{w}\b" for w in sorted(_WORDS)), *(f"tab{d}" for d in DIRECTORY)]), re.I
)
_TOKEN = re.compile(
	r"""'(?:[^'\\]|\\.|'')*' | "(?:[^"\\]|\\.|"")*"
	| ((?:`[^`]*`|[A-Za-z_]\w*) (?:\s*\.\s*(?:`[^`]*`|[A-Za-z_]\w*|\*))*)""",
	re.VERBOSE | re.DOTALL,
)
_PART = re.compile(r"`[^`]*`|[^.\s`]+")


class SecretFieldError(frappe.PermissionError):
	"""Somebody named a field whose values are not theirs to know."""


def guarded(doctype: str) -> bool:
	"""Whether some fields of a DocType are for few."""
	return doctype in SECRET or doctype in DIRECTORY


def trusted(user: str) -> bool:
	"""Whether a user reads every field: System Managers, who administer users and keys."""
	return (
		user == "Administrator"
		or "System Manager" in frappe.get_roles(user)
		or "dianjian_app" not in frappe.get_installed_apps()  # a process serves sites without the app, too
	)


def hidden(doctype: str, user: str) -> frozenset[str]:
	"""Columns of a DocType that a user neither reads nor filters, orders or groups by. (R47)"""
	if not guarded(doctype) or trusted(user):
		return frozenset()
	secret = SECRET.get(doctype, frozenset())
	if doctype in DIRECTORY and set(roles.ALL) & set(frappe.get_roles(user)):
		return secret | (frozenset(frappe.get_meta(doctype).get_valid_columns()) - DIRECTORY[doctype])
	return secret


def check_query(sql: str, doctype: str, user: str, aliases: dict[str, str] | None = None) -> None:
	"""Raises SecretFieldError where a query names a hidden column. (R47)

	sql: the statement or its parts; doctype: of its first table; aliases: other names of tables → DocTypes.
	A column without its table is looked for in the first one, and a secret name that is none of its columns in all others.
	"""
	if not (guarded(doctype) or _INTERESTING.search(sql)) or trusted(user):
		return
	own = {c.lower() for c in frappe.get_meta(doctype).get_valid_columns()}
	others = {f"tab{d}".lower(): d for d in (*SECRET, *DIRECTORY)} | {
		a.lower(): d for a, d in (aliases or {}).items() if guarded(d)
	}
	among = {a.lower() for a in aliases or {}}
	joined = {d for t, d in others.items() if t in among or t in sql.lower()} - {doctype}
	for table, column in columns_named(sql):
		if table and table != f"tab{doctype}".lower():
			places = [others[table]] if table in others else []
			if doctype in DIRECTORY and not places and table.startswith("tab"):
				refuse(column, doctype)  # what hangs on a user is no part of a directory
		elif column in own:
			places = [doctype]
		else:
			places = list(joined)
			if column in _WORDS:
				refuse(column, doctype)
		for place in places:
			if column == "*" or column in hidden(place, user):
				refuse(column, place)


def columns_named(sql: str) -> Iterator[tuple[str, str]]:
	"""(table or "", column) of each name in a statement that stands outside of texts, in small letters."""
	for found in _TOKEN.finditer(sql):
		if found[1]:
			parts = [part.strip("`").lower() for part in _PART.findall(found[1])]
			yield (parts[-2] if len(parts) > 1 else "", parts[-1])


def check_request() -> None:
	"""Hook auth_hooks, each request: no parameter names a secret field of User, unless a System Manager asks.

	For doors that ask with rights of their own. Documents and texts are passed over: they hold what people write.
	Raises SecretFieldError. (R47)
	"""
	request = frappe.local.request
	if request.method in ("POST", "PUT") and request.path.startswith(_DOCUMENTS):
		return
	check_named([value for name, value in frappe.local.form_dict.items() if name not in _TEXTS])


def check_named(what: object) -> None:
	"""Raises SecretFieldError where filters or fields, as a caller gives them, name a secret field of User, or a fingerprint."""
	found = next(_words([what]), None)
	if found and not trusted(frappe.session.user):
		refuse(found, "")


def _words(values: Iterable) -> Iterator[str]:
	for value in values:
		if isinstance(value, dict):
			yield from _words([*value.keys(), *value.values()])
		elif isinstance(value, list | tuple):
			yield from _words(value)
		elif isinstance(value, str):
			if value.lstrip()[:1] in ("[", "{", '"'):
				try:
					yield from _words([json.loads(value)])
					continue
				except ValueError:
					pass
			yield from (column for _table, column in columns_named(value) if column in _NAMED)


def refuse(column: str, doctype: str) -> None:
	"""Raises SecretFieldError; doctype: "" where a request does not tell it."""
	frappe.throw(
		_("Field {0} is not for you to read, filter, order or group by.").format(
			f"{doctype} {column}".strip()
		),
		SecretFieldError,
		title=_("Not for Everybody"),
	)
