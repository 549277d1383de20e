"""The phone vault: where a number stands, once, and who refused to be called (R10, R47, decision 23).

Elsewhere a number is a mask and a keyed hash. Only `reveal` and the workbook exports ask the vault for numbers.
"""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from cryptography.fernet import Fernet, InvalidToken
from frappe import _
from frappe.utils import cint, now_datetime
from frappe.utils.password import get_encryption_key
from pypika import Case

from dianjian_app.bulk_writer import BackgroundWriter, insert_rows
from dianjian_app.resources.numbers.phone import keyed_hash, mask
from dianjian_app.value_lists import among

PHONE_KEY = "dianjian_phone_key"
CHUNK = 5000


class MissingKeyError(frappe.ValidationError):
	"""The site has no key to hash phone numbers with."""


class LostKeyError(frappe.ValidationError):
	"""Encrypted numbers whose key (encryption_key in site_config.json) is another one now."""


def phone_key() -> bytes:
	"""The site's secret for hashing numbers. Raises MissingKeyError when the site has none."""
	key = frappe.conf.get(PHONE_KEY)
	if not key:
		frappe.throw(_("This site has no phone key. Run bench migrate once to create one."), MissingKeyError)
	return key.encode()


def hash_of(number: str) -> str:
	"""The name under which a number (E.164) stands in the vault."""
	return keyed_hash(number, phone_key())


def hashes_of(numbers: Iterable[str]) -> dict[str, str]:
	"""E.164 → hash for many numbers; the key is read once."""
	key = phone_key()
	return {number: keyed_hash(number, key) for number in numbers}


def store(numbers: Iterable[str]) -> dict[str, str]:
	"""Put numbers (E.164) into the vault, set-based; those that are there already stay as they are.

	Gives E.164 → hash. Safe to repeat and beside another import: the primary key decides.
	"""
	return store_hashed(hashes_of(numbers))


def store_hashed(hashes: dict[str, str], writer: BackgroundWriter | None = None) -> dict[str, str]:
	"""`store` for numbers whose hashes are there already (E.164 → hash). writer: as of `insert_rows`."""
	insert_rows(
		"Phone Vault",
		("name", "phone_number", "phone_mask"),
		# in one order for everybody: two that store the same numbers wait for each other and never lock up
		sorted(
			(h, written, mask(n)) for (n, h), written in zip(hashes.items(), at_rest(hashes), strict=True)
		),
		skip_known=True,
		writer=writer,
	)
	return hashes


def numbers_of(hashes: Iterable[str]) -> dict[str, str]:
	"""hash → E.164. For `reveal` and logged exports alone: whoever calls it has asked for permission and logs."""
	wanted = [h for h in set(hashes) if h]
	if not wanted:
		return {}
	vault = frappe.qb.DocType("Phone Vault")
	rows = frappe.qb.from_(vault).select(vault.name, vault.phone_number).where(vault.name.isin(wanted)).run()
	cipher = None
	numbers = {}
	for name, written in rows:
		if not written or written.startswith("+"):
			numbers[name] = written
		else:
			cipher = cipher or _cipher()
			numbers[name] = _read(cipher, written)
	return numbers


def at_rest(numbers: Iterable[str]) -> list[str]:
	"""Numbers (E.164) as they are written down: plain, or encrypted where Telesales Settings say so (R47)."""
	if not cint(frappe.db.get_single_value("Telesales Settings", "encrypt_numbers")):
		return list(numbers)
	cipher = _cipher()
	return [cipher.encrypt(n.encode()).decode() for n in numbers]


def convert() -> int:
	"""Write every number down as the setting says now; gives how many were changed. Safe to repeat (R47)."""
	encrypted = cint(frappe.db.get_single_value("Telesales Settings", "encrypt_numbers"))
	changed, last, vault = 0, "", frappe.qb.DocType("Phone Vault")
	while True:
		query = frappe.qb.from_(vault).select(vault.name).where(vault.name > last).orderby(vault.name)
		names = [row[0] for row in query.limit(CHUNK).run()]
		if not names:
			return changed
		last = names[-1]
		plain = vault.phone_number.like("+%")
		query = (
			frappe.qb.from_(vault)
			.select(vault.name)
			.where(vault.name.isin(names) & (vault.phone_number != ""))
		)
		wrong = [row[0] for row in query.where(plain if encrypted else plain.negate()).for_update().run()]
		numbers = numbers_of(wrong)
		rewritten = dict(zip(numbers, at_rest(numbers.values()), strict=True))
		if rewritten:
			cases = Case()
			for name, written in rewritten.items():
				cases = cases.when(vault.name == name, written)
			frappe.qb.update(vault).set(vault.phone_number, cases).where(
				vault.name.isin(list(rewritten))
			).run()
		changed += len(rewritten)


def _cipher() -> Fernet:
	"""What Frappe encrypts passwords with, made once for many numbers."""
	return Fernet(get_encryption_key().encode())


def _read(cipher: Fernet, written: str) -> str:
	try:
		return cipher.decrypt(written.encode()).decode()
	except InvalidToken:
		frappe.throw(
			_(
				"The numbers were encrypted with another key than this site's. Restore encryption_key in site_config.json."
			),
			LostKeyError,
		)


def known(hashes: Iterable[str]) -> set[str]:
	"""Those of the hashes that the vault holds a number under."""
	return set(frappe.get_all("Phone Vault", {"name": ("in", among(hashes))}, pluck="name"))


def refused(hashes: Iterable[str]) -> set[str]:
	"""Those of the hashes whose owner refuses calls, anywhere on the site (R10)."""
	wanted = sorted({h for h in hashes if h})
	found: set[str] = set()
	if len(wanted) > CHUNK and frappe.db.count("Phone Vault", {"do_not_call": 1}) < len(wanted):
		every = frappe.get_all("Phone Vault", {"do_not_call": 1}, pluck="name", limit_page_length=0)
		return set(every).intersection(wanted)
	for start in range(0, len(wanted), CHUNK):
		rows = frappe.db.sql(
			"select name from `tabPhone Vault` where name in %s and do_not_call = 1",
			(tuple(wanted[start : start + CHUNK]),),
		)
		found.update(row[0] for row in rows)
	return found


def refuse_calls(hashes: Iterable[str], reason: str) -> None:
	"""Record that the owners of these numbers refuse calls, for the whole site (R10).

	A customer refuses on all their numbers: those of every lead that has one of these. Every such lead, in any centre,
	is out, except that a deal stays a deal. Safe to repeat: who refused first, and why, stays on record.
	"""
	leads, every = customers_of(hashes)
	if not every:
		return
	vault, lead = frappe.qb.DocType("Phone Vault"), frappe.qb.DocType("Call Lead")
	(
		frappe.qb.update(vault)
		.set(vault.do_not_call, 1)
		.set(vault.do_not_call_reason, reason[:140])
		.set(vault.do_not_call_at, now_datetime())
		.set(vault.do_not_call_by, frappe.session.user)
		.where(vault.name.isin(every) & (vault.do_not_call == 0))
		.run()
	)
	if leads:
		(
			frappe.qb.update(lead)
			.set(lead.do_not_call, 1)
			.set(lead.status, Case().when(lead.status == "Deal", "Deal").else_("Out"))
			.set(lead.due_on, None)
			.set(lead.next_step, None)
			.set(lead.next_step_date, None)
			.where(lead.name.isin(leads) & (lead.do_not_call == 0))
			.run()
		)


def allow_calls(hashes: Iterable[str]) -> None:
	"""Take the refusal of these numbers back (R10). For `refusal.lift` alone, which asks who may and keeps the record."""
	vault = frappe.qb.DocType("Phone Vault")
	(
		frappe.qb.update(vault)
		.set(vault.do_not_call, 0)
		.set(vault.do_not_call_reason, None)
		.set(vault.do_not_call_at, None)
		.set(vault.do_not_call_by, None)
		.where(vault.name.isin(among(sorted(hashes))))
		.run()
	)


def customers_of(hashes: Iterable[str]) -> tuple[list[str], list[str]]:
	"""(leads concerned, numbers concerned): all numbers of the leads that have one of these, and who else has them."""
	wanted = {h for h in hashes if h}
	if not wanted:
		return [], []
	number = frappe.qb.DocType("Call Lead Number")
	with_number = frappe.qb.from_(number).select(number.parent).distinct()
	theirs = [row[0] for row in with_number.where(number.phone_hash.isin(sorted(wanted))).run()]
	if theirs:
		query = frappe.qb.from_(number).select(number.phone_hash).where(number.parent.isin(theirs))
		wanted.update(row[0] for row in query.run())
	leads = [row[0] for row in with_number.where(number.phone_hash.isin(sorted(wanted))).run()]
	return sorted(leads), sorted(wanted)
