"""Removes files for good: the File at once, its bytes after the transaction is committed (R47)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import frappe


def remove_files(names: Iterable[str]) -> int:
	"""Remove Files by name, with no copy in Deleted Document; gives how many.

	Bytes that another File refers to stay. The disk is changed only after the commit, so that a rollback loses nothing.
	"""
	wanted = sorted({name for name in names if name})
	if not wanted:
		return 0
	# a folder holds files of others: it stays
	files = frappe.get_all("File", {"name": ("in", wanted), "is_folder": 0}, ["name", "file_url"])
	if not files:
		return 0
	frappe.db.delete("File", {"name": ("in", [f.name for f in files])})
	urls = sorted({f.file_url for f in files if f.file_url})
	frappe.db.after_commit.add(lambda: remove_bytes(urls))
	return len(files)


def remove_bytes(urls: Iterable[str]) -> None:
	"""Delete the bytes that no File refers to any more; missing ones are no error.

	Checked again after the commit: a rollback to a savepoint may have restored a File.
	"""
	for url in urls:
		path = _path(url)
		if path and not frappe.db.exists("File", {"file_url": url}):
			path.unlink(missing_ok=True)


def _path(url: str) -> Path | None:
	for prefix, place in (("/private/files/", ("private", "files")), ("/files/", ("public", "files"))):
		if url.startswith(prefix):
			folder = Path(frappe.get_site_path(*place)).resolve()
			path = (folder / url[len(prefix) :]).resolve()
			return path if folder in path.parents else None
	return None


def attached_to(doctype: str, names: Iterable[str]) -> list[str]:
	"""Names of the Files attached to documents of a DocType."""
	return [f.name for f in _attached(doctype, names)]


def workbooks_of_batches(batches: Iterable[str]) -> list[str]:
	"""Names of the Files with source and rejects workbooks of batches. The evidence of consent is not among them."""
	wanted = sorted({batch for batch in batches if batch})
	if not wanted:
		return []
	rows = frappe.get_all(
		"Lead Batch", {"name": ("in", wanted)}, ["name", "file", "rejects_file", "evidence"]
	)
	evidence = {r.evidence for r in rows if r.evidence}
	urls = {u for r in rows for u in (r.file, r.rejects_file) if u}
	found = _with_urls(urls)
	attached = _attached("Lead Batch", wanted)
	return sorted({*found, *(f.name for f in attached if f.file_url not in evidence)})


def _with_urls(urls: set[str]) -> list[str]:
	"""Names of the Files with these URLs. An empty list would match Files without a URL, which are the site's folders."""
	return frappe.get_all("File", {"file_url": ("in", sorted(urls))}, pluck="name") if urls else []


def _attached(doctype: str, names: Iterable[str]) -> list[frappe._dict]:
	wanted = sorted({name for name in names if name})
	if not wanted:
		return []
	return frappe.get_all(
		"File", {"attached_to_doctype": doctype, "attached_to_name": ("in", wanted)}, ["name", "file_url"]
	)
