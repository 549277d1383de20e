"""The seal of a form that goes out and comes back: whose it is, of which day, and that nobody altered that (R15).

It stands on a hidden sheet of the workbook, one line a form: the sheet's name, the seal as text, and its HMAC under
a secret of the site.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from openpyxl import Workbook

SHEET = "dianjian"
VERSION = 1


class SealError(Exception):
	"""The workbook carries no form of this app, or its seal was altered. code: no_form or altered."""

	def __init__(self, code: str):
		super().__init__(code)
		self.code = code


@dataclass(frozen=True)
class Seal:
	"""What a form says of itself. day: YYYY-MM-DD; first, lines: where its lines stand; headings: as they were written."""

	form: str
	centre: str
	agent: str
	day: str
	first: int
	lines: int
	headings: tuple[str, ...]
	version: int = VERSION


def _text(sheet: str, seal: Seal) -> str:
	return json.dumps({"sheet": sheet, **asdict(seal)}, ensure_ascii=False, sort_keys=True)


def _sign(text: str, secret: bytes) -> str:
	return hmac.new(secret, b"dianjian form|" + text.encode(), hashlib.sha256).hexdigest()


def put_seals(workbook: Workbook, seals: dict[str, Seal], secret: bytes) -> None:
	"""Write the seals of a workbook's sheets (by their names) onto its hidden sheet."""
	hidden = workbook.create_sheet(SHEET)
	hidden.sheet_state = "veryHidden"
	for row, (sheet, seal) in enumerate(seals.items(), 1):
		text = _text(sheet, seal)
		for column, value in enumerate((sheet, text, _sign(text, secret)), 1):
			cell = hidden.cell(row=row, column=column, value=value)
			cell.data_type, cell.number_format = "s", "@"


def read_seals(rows: Sequence[Sequence[object]], secret: bytes) -> dict[str, Seal]:
	"""The seals of a hidden sheet's rows, by the name that the sheet had. Raises SealError."""
	seals: dict[str, Seal] = {}
	for row in rows:
		cells = [str(c or "") for c in (*row, "", "", "")[:3]]
		if not cells[1]:
			continue
		if not hmac.compare_digest(_sign(cells[1], secret), cells[2]):
			raise SealError("altered")
		try:
			said = json.loads(cells[1])
			sheet = said.pop("sheet")
			seal = Seal(**{**said, "headings": tuple(said["headings"])})
		except (ValueError, TypeError, KeyError) as error:
			raise SealError("altered") from error
		if seal.version != VERSION:
			raise SealError("altered")
		seals[sheet] = seal
	if not seals:
		raise SealError("no_form")
	return seals
