"""Why a file is not read, and how much of one is (R6)."""

from __future__ import annotations

MAX_BYTES = 40 * 1024 * 1024
MAX_ROWS = 300_000
MAX_CELLS = 8_000_000
MAX_UNPACKED = 512 * 1024 * 1024
MAX_SHEETS = 256


class ReadingError(Exception):
	"""The file cannot be read; `code` says why."""

	code = "unreadable"


class EmptyFileError(ReadingError):
	"""There is nothing in the file."""

	code = "empty"


class NotAWorkbookError(ReadingError):
	"""Neither a workbook nor a csv."""

	code = "not_a_workbook"


class WebPageError(NotAWorkbookError):
	"""A web page or an XML file that is named like a workbook, as many systems export it."""

	code = "web_page"


class OtherWorkbookError(NotAWorkbookError):
	"""A workbook in a format whose size cannot be told before it is unpacked: xlsb, ods, numbers."""

	code = "other_workbook"


class EncryptedError(ReadingError):
	"""The workbook is locked by a password."""

	code = "encrypted"


class TooLargeError(ReadingError):
	"""More bytes, sheets or rows than one batch may hold, or an archive that unpacks to far more than it is."""

	code = "too_large"


class UndecidedEncodingError(ReadingError):
	"""A text file that could be read in several encodings; a person has to say which."""

	code = "encoding"
