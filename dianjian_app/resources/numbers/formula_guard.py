"""What customers and workbooks say never runs as a formula in an export: csv and xlsx that Frappe has written (R6)."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl

RUNS = ("=", "+", "-", "@", "\t", "\r", "|")
"""What a spreadsheet may take for the beginning of a formula."""
_NUMBER = re.compile(r"[+-]?(?:\d[\d,]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?%?")
# full-width signs are taken for one after a paste
_WIDE = ("=", "+", "-", "@")


def is_dangerous(text: str) -> bool:
	"""Would a spreadsheet take the text for a formula? Figures with a sign are none."""
	return text.startswith(RUNS + _WIDE) and not _NUMBER.fullmatch(text)


def safe_csv(text: str, delimiter: str = ",") -> str:
	"""csv text with an apostrophe before each cell that a spreadsheet would run; all else stays to the byte.

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
	"""An xlsx whose formulas have become the texts they were; without any it stays to the byte.

	For workbooks of rows: whoever writes formulas of their own does not send them through here.
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
