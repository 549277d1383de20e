"""frappe.utils.print_format: a print fetches nothing over the network, and many prints at once are an export (R47)."""

from __future__ import annotations

import re
from typing import Any

import frappe
from bs4 import BeautifulSoup
from frappe import _
from frappe.utils import print_format

from dianjian_app.resources.numbers.export_log import allow_export
from dianjian_app.row_ownership import has_owned_rows

FETCHING = ("iframe", "frame", "object", "embed", "script", "applet", "base", "meta")
ADDRESSES = ("src", "href", "data", "srcset", "poster", "background", "action", "formaction", "xlink:href")


class PrintFailedError(frappe.ValidationError):
	"""The program that turns pages into PDF made none."""


@frappe.whitelist(methods=["POST", "GET"])
def report_to_pdf(html: str, orientation: str = "Landscape") -> None:
	"""A report's table as PDF. What the request brings is a text of its own: addresses in it are not opened. (R47)

	Raises PrintFailedError where the server's program makes no PDF of it; why stands in the Error Log.
	"""
	try:
		text = without_addresses(html)
		print_format.report_to_pdf(text, "Portrait" if orientation == "Portrait" else "Landscape")
	except (frappe.ValidationError, frappe.PermissionError):
		raise
	except Exception:  # the program that makes PDFs, and what reads them, fail in many kinds
		frappe.log_error(title="report_to_pdf")
		frappe.throw(
			_("The PDF could not be made. Try again, or print the report from the browser."), PrintFailedError
		)


@frappe.whitelist(methods=["POST", "GET"])
def download_multi_pdf(doctype: str | dict, name: str | list, **options: Any) -> Any:
	"""frappe.utils.print_format.download_multi_pdf: of the app's documents logged and limited. (R47)"""
	if _may_print(doctype, name):
		return frappe.call(print_format.download_multi_pdf, doctype=doctype, name=name, **options)


@frappe.whitelist(methods=["POST", "GET"])
def download_multi_pdf_async(doctype: str | dict, name: str | list, **options: Any) -> Any:
	"""frappe.utils.print_format.download_multi_pdf_async, likewise; Frappe of 2023 has none. (R47)"""
	if _may_print(doctype, name):
		return frappe.call(print_format.download_multi_pdf_async, doctype=doctype, name=name, **options)


def _may_print(doctype: str | dict, name: str | list) -> bool:
	"""Whether the session may take so many documents along; each DocType is logged with its number.

	Raises PermissionError for a document that the session may not print.
	"""
	chosen = doctype if isinstance(doctype, dict) else {doctype: frappe.parse_json(name)}
	ours = {of: names for of, names in chosen.items() if has_owned_rows(of)}
	for of, names in ours.items():
		for document in names:
			frappe.get_doc(of, document).check_permission("print")
	reason = _("Print in {0}").format("PDF")
	return all(allow_export("DocType", of, len(names), reason) for of, names in ours.items())


def without_addresses(html: str) -> str:
	"""HTML that a PDF program turns into pages without opening an address, a file or a script.

	Pictures stay where they are in the text itself (data:) or are the app's and Frappe's own assets.
	"""
	soup = BeautifulSoup(html or "", "html.parser")
	for tag in soup.find_all(FETCHING):
		if tag.name != "meta" or tag.get("http-equiv"):
			tag.decompose()
	for tag in soup.find_all(True):
		for name in [a for a in tag.attrs if a.lower() in ADDRESSES or a.lower().startswith("on")]:
			if not _stays(tag.name, name.lower(), str(tag[name])):
				del tag[name]
		if "style" in tag.attrs and "url(" in str(tag["style"]).lower():
			del tag["style"]
	for style in soup.find_all("style"):
		text = style.string or ""
		if "url(" in text.lower() or "@import" in text.lower():
			style.string = _without_urls(text)
	return str(soup)


def _stays(tag: str, attribute: str, value: str) -> bool:
	value = value.strip().lower()
	if tag == "img" and attribute == "src":
		return value.startswith(("data:image/png", "data:image/jpeg", "data:image/gif"))
	if tag == "link" and attribute == "href":
		return value.startswith("/assets/") and ".." not in value
	return tag == "a" and attribute == "href"


def _without_urls(css: str) -> str:
	css = re.sub(r"@import[^;]*;?", "", css, flags=re.IGNORECASE)
	return re.sub(r"url\([^)]*\)", "none", css, flags=re.IGNORECASE)
