"""Keeps text of customers and workbooks from running as a formula in exported csv and xlsx files (R6)."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "|")
"""characters with which a formula begins"""
_NUMBER = re.compile(r"[+-]?(?:\d[\d,]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?%?")
# spreadsheets read full-width signs as these after a paste
_WIDE = ("=", "+", "-", "@")


def is_dangerous(text: str) -> bool:
	"""Whether a spreadsheet reads the text as a formula. A number with a sign is none."""
	return text.startswith(FORMULA_STARTS + _WIDE) and not _NUMBER.fullmatch(text)


def safe_csv(text: str, delimiter: str = ",") -> str:
	"""csv text with an apostrophe before each cell that a spreadsheet would run; everything else stays unchanged.

	text: as the csv module writes it, quoted with "; delimiter: one character.
	"""
	cell = re.compile(rf'"(?:[^"]|"")*"|[^{re.escape(delimiter)}\n\r"]+')
	return cell.sub(_safe_token, text)


def _safe_token(match: re.Match[str]) -> str:
	token = match[0]
	quoted = token.startswith('"')
	content = token[1:-1].replace('""', '"') if quoted else token
	if not is_dangerous(content):
		return token
	return f"\"'{token[1:]}" if quoted else f"'{token}"


def safe_workbook(content: bytes) -> bytes:
	"""The xlsx with formulas turned into text; a workbook without formulas stays unchanged.

	For workbooks of rows only: formulas that the app writes itself do not pass here.
	"""
	with zipfile.ZipFile(io.BytesIO(content)) as archive:
		sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
		if not any(re.search(rb"<f[ >/]", archive.read(name)) for name in sheets):
			return content
	workbook = openpyxl.load_workbook(io.BytesIO(content))
	for worksheet in workbook:
		for row in worksheet.iter_rows():
			for cell in row:
				if cell.data_type == "f":
					cell.data_type = "s"
					cell.quotePrefix = True
	stream = io.BytesIO()
	workbook.save(stream)
	return stream.getvalue()
