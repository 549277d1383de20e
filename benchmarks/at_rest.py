"""The vault plain and encrypted: what putting numbers away, finding one and reading them costs, and how much room it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import frappe

from benchmarks.measure import Measured, pair

NUMBERS = 20_000


def run(tell: Callable[[str], None]) -> None:
	"""Measure in one run, side by side; everything is rolled back."""
	for measured in (putting_away(), finding(), reading()):
		tell(measured.line())
	plain, encrypted = (_bytes(on) for on in (0, 1))
	tell(f"{'room of a number at rest, plain / encrypted':<58} {plain:>10.0f} / {encrypted:.0f} bytes")


def putting_away() -> Measured:
	"""Numbers of a workbook into the vault."""
	return _pair("numbers put into the vault, plain / encrypted", lambda numbers: _stored(numbers))


def finding() -> Measured:
	"""A number's owner by its hash: never read, so nothing is decrypted."""
	from dianjian_app.resources.numbers import vault

	def find(numbers: list[str]) -> int:
		hashes = list(vault.hashes_of(numbers).values())
		frappe.get_all("Phone Vault", {"name": ("in", hashes)}, pluck="name", limit=0)
		return len(numbers)

	return _pair("numbers found in the vault, plain / encrypted", find, stored=True)


def reading() -> Measured:
	"""Numbers read for a logged export."""
	from dianjian_app.resources.numbers import vault

	def read(numbers: list[str]) -> int:
		return len(vault.numbers_of(vault.hashes_of(numbers).values()))

	return _pair("numbers read from the vault, plain / encrypted", read, stored=True)


def _pair(what: str, work: Callable[[list[str]], int], stored: bool = False) -> Measured:
	batches = _batches()
	kept = {}
	for on in (0, 1):
		_encrypt(on)
		kept[on] = next(batches)
		if stored:
			_stored(kept[on])

	def way(on: int) -> Callable[[], int]:
		def act() -> int:
			_encrypt(on)
			return work(kept[on] if stored else next(batches))

		return act

	measured = pair(what, "numbers", way(0), way(1), wanted="")
	frappe.db.rollback()
	return measured


def _batches() -> Iterator[list[str]]:
	"""Mainland numbers that no other batch has."""
	start = 10_000_000
	while True:
		yield [f"+86139{n:08d}" for n in range(start, start + NUMBERS)]
		start += NUMBERS


def _stored(numbers: list[str]) -> int:
	from dianjian_app.resources.numbers import vault

	return len(vault.store(numbers))


def _encrypt(on: int) -> None:
	frappe.db.set_single_value("Telesales Settings", "encrypt_numbers", on)


def _bytes(on: int) -> float:
	from dianjian_app.resources.numbers import vault

	_encrypt(on)
	[written] = vault.as_stored(["+8613900000000"])
	frappe.db.rollback()
	return len(written)
