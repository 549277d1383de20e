"""The phone vault: the only place that stores a number, and who refuses calls (R10, R47, decision 23).

Elsewhere a number is a mask and a keyed hash. Only `reveal` and logged exports read numbers from the vault.
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

PHONE_KEY = "dianjian_phone_key"
CHUNK = 5000


class MissingKeyError(frappe.ValidationError):
	"""The site has no key to hash phone numbers with."""


class LostKeyError(frappe.ValidationError):
	"""Numbers were encrypted with another key than encryption_key in site_config.json."""


def phone_key() -> bytes:
	"""The site's secret for hashing numbers. Raises MissingKeyError when the site has none."""
	key = frappe.conf.get(PHONE_KEY)
	if not key:
		frappe.throw(_("This site has no phone key. Run bench migrate once to create one."), MissingKeyError)
	return key.encode()


def hash_of(number: str) -> str:
	"""The keyed hash of a number (E.164), which is its name in the vault."""
	return keyed_hash(number, phone_key())


def hashes_of(numbers: Iterable[str]) -> dict[str, str]:
	"""E.164 → hash for many numbers; the key is read once."""
	key = phone_key()
	return {number: keyed_hash(number, key) for number in numbers}


def store(numbers: Iterable[str]) -> dict[str, str]:
	"""Store numbers (E.164) in the vault; numbers that are there stay as they are. Gives E.164 → hash.

	Safe to repeat and during another import: the primary key decides.
	"""
	return store_hashed(hashes_of(numbers))


def store_hashed(hashes: dict[str, str], writer: BackgroundWriter | None = None) -> dict[str, str]:
	"""`store` for numbers whose hashes are known. hashes: E.164 → hash; writer: as in `bulk_writer.insert_rows`."""
	insert_rows(
		"Phone Vault",
		("name", "phone_number", "phone_mask"),
		# always in the same order: two that store the same numbers wait for each other and never end in a deadlock
		sorted(
			(h, written, mask(n)) for (n, h), written in zip(hashes.items(), as_stored(hashes), strict=True)
		),
		skip_known=True,
		writer=writer,
	)
	return hashes


def numbers_of(hashes: Iterable[str]) -> dict[str, str]:
	"""hash → E.164. Only for `reveal` and logged exports: the caller checks the permission and logs.

	And for the daily comparison of numbers (service/flags), which keeps them in memory and tells nobody.
	"""
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
			numbers[name] = _decrypt(cipher, written)
	return numbers


def as_stored(numbers: Iterable[str]) -> list[str]:
	"""Numbers (E.164) as the vault stores them: plain, or encrypted when Telesales Settings say so (R47)."""
	if not cint(frappe.db.get_single_value("Telesales Settings", "encrypt_numbers")):
		return list(numbers)
	cipher = _cipher()
	return [cipher.encrypt(n.encode()).decode() for n in numbers]


def rewrite_numbers() -> int:
	"""Store every number as the setting says now, plain or encrypted; gives how many were changed. Safe to repeat (R47)."""
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
		rewritten = dict(zip(numbers, as_stored(numbers.values()), strict=True))
		if rewritten:
			cases = Case()
			for name, written in rewritten.items():
				cases = cases.when(vault.name == name, written)
			frappe.qb.update(vault).set(vault.phone_number, cases).where(
				vault.name.isin(list(rewritten))
			).run()
		changed += len(rewritten)


def _cipher() -> Fernet:
	"""The cipher with which Frappe encrypts passwords, made once for many numbers."""
	return Fernet(get_encryption_key().encode())


def _decrypt(cipher: Fernet, written: str) -> str:
	try:
		number = cipher.decrypt(written.encode()).decode()
	except InvalidToken:
		frappe.throw(
			_(
				"The numbers were encrypted with another key than this site's. Restore encryption_key in site_config.json."
			),
			LostKeyError,
		)
	return number


def known(hashes: Iterable[str]) -> set[str]:
	"""Those of the hashes that are in the vault."""
	wanted = list(hashes)
	return set(frappe.get_all("Phone Vault", {"name": ("in", wanted)}, pluck="name")) if wanted else set()


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

	The customer refuses on all numbers: those of every lead that has one of these. Every such lead, in any centre, gets the
	status Out, except leads with a deal. Safe to repeat: who recorded the refusal first, and why, stays.
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
			.set(lead.next_step_time, None)
			.set(lead.next_step_kind, None)
			.where(lead.name.isin(leads) & (lead.do_not_call == 0))
			.run()
		)


def allow_calls(hashes: Iterable[str]) -> None:
	"""Lift the refusal of these numbers (R10). Only for `refusal.lift`, which checks the user and keeps the record."""
	wanted = sorted(hashes)
	if not wanted:
		return
	vault = frappe.qb.DocType("Phone Vault")
	(
		frappe.qb.update(vault)
		.set(vault.do_not_call, 0)
		.set(vault.do_not_call_reason, None)
		.set(vault.do_not_call_at, None)
		.set(vault.do_not_call_by, None)
		.where(vault.name.isin(wanted))
		.run()
	)


def customers_of(hashes: Iterable[str]) -> tuple[list[str], list[str]]:
	"""(leads, hashes) of the customers with one of these numbers: all their numbers, and all leads that have one of those."""
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
