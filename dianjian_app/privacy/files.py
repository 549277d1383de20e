"""Taking files away for good: the row now, the bytes when the transaction has been committed (R47)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import frappe


def remove_files(names: Iterable[str]) -> int:
	"""Remove Files by name, with no copy in Deleted Document; gives how many.

	Bytes that another File still names stay. The disk is touched only after the commit, so that what is rolled back
	is still there.
	"""
	wanted = sorted({name for name in names if name})
	if not wanted:
		return 0
	# a folder has no bytes and holds what others saved: it stays whoever names it
	files = frappe.get_all("File", {"name": ("in", wanted), "is_folder": 0}, ["name", "file_url"])
	if not files:
		return 0
	frappe.db.delete("File", {"name": ("in", [f.name for f in files])})
	urls = sorted({f.file_url for f in files if f.file_url})
	frappe.db.after_commit.add(lambda: remove_bytes(urls))
	return len(files)


def remove_bytes(urls: Iterable[str]) -> None:
	"""Remove from the disk what no File names any more; what is gone already is no error.

	Asked anew after the commit: a rollback to a savepoint may have brought a File back.
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
	"""Names of the Files attached to documents of a DocType; no documents, no Files."""
	return [f.name for f in _attached(doctype, names)]


def workbooks_of_batches(batches: Iterable[str]) -> list[str]:
	"""Files with the customers of batches in them: source and rejects workbooks. The evidence of consent stays."""
	wanted = sorted({batch for batch in batches if batch})
	if not wanted:
		return []
	rows = frappe.get_all(
		"Lead Batch", {"name": ("in", wanted)}, ["name", "file", "rejects_file", "evidence"]
	)
	evidence = {r.evidence for r in rows if r.evidence}
	urls = {u for r in rows for u in (r.file, r.rejects_file) if u}
	found = _under(urls)
	attached = _attached("Lead Batch", wanted)
	return sorted({*found, *(f.name for f in attached if f.file_url not in evidence)})


def _under(urls: set[str]) -> list[str]:
	"""Names of the Files under addresses. Without one nothing is asked: `in ("",)` finds what has no address, which
	are the site's folders."""
	return frappe.get_all("File", {"file_url": ("in", sorted(urls))}, pluck="name") if urls else []


def _attached(doctype: str, names: Iterable[str]) -> list:
	wanted = sorted({name for name in names if name})
	if not wanted:
		return []
	return frappe.get_all(
		"File", {"attached_to_doctype": doctype, "attached_to_name": ("in", wanted)}, ["name", "file_url"]
	)
