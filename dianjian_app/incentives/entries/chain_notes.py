"""What is noted of the chains outside the database, each line sealed: where each ended, on which day (R31, decision 68).

A chain that is cut off together with its head looks whole from inside. The file lies in the site's `private/ledger_notes`,
or in the folder that `dianjian_ledger_notes` in site_config.json names, best on another machine; each backup gets a copy.
A restore is recorded by the backup itself (`overrides/backups.py`) and explains which entries are gone.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

import frappe
from frappe import _

from dianjian_app.incentives.entries.chain_seal import is_sealed, seal
from dianjian_app.incentives.entries.entry_chain import ChainHead

FOLDER = "dianjian_ledger_notes"
FILE = "ledger-notes.jsonl"
STATE, RESTORED, ACCEPTED = "state", "restored", "accepted"


@dataclass(frozen=True)
class Restore:
	"""A restore as the backup recorded it. on: when (UTC); taken: when the backup was taken; seq, hash: the end then."""

	on: str
	taken: str
	seq: int
	hash: str


@dataclass
class Notes:
	"""The file's lines that are sealed, in order. fault: what is wrong with the file, empty when nothing is."""

	lines: list[dict] = field(default_factory=list)
	fault: str = ""

	def centres(self) -> set[str]:
		"""The centres whose chains were noted with entries."""
		return {c for line in self.lines for c, (seq, _hash) in line.get("heads", {}).items() if seq}

	def has(self, centre: str, restore: Restore) -> bool:
		"""Whether a restore stands in the file."""
		return any(line["kind"] == RESTORED and _restored(line, centre) == restore for line in self.lines)

	def compare(self, centre: str, hashes: Sequence[str], restore: Restore | None) -> tuple[str, list[str]]:
		"""What is missing or different since it was noted, and what recorded restores explain, both in words.

		hashes: the chain's hashes by number, from 0. restore: what the database says of the last restore.
		"""
		noted: dict[int, tuple[str, str]] = {}
		lost: list[str] = []
		for line in self.lines:
			if line["kind"] == RESTORED:
				lost += _explain(noted, _restored(line, centre), line["at"])
			elif centre in line.get("heads", {}):
				seq, end = line["heads"][centre]
				if line["kind"] == ACCEPTED:
					lost.append(
						_("accepted on {0}: {1}").format(_day(line["at"]), frappe.utils.cstr(line["says"]))
					)
					noted.clear()
				noted[seq] = (end, line["at"])
		if restore and not self.has(centre, restore):
			lost += _explain(noted, restore, restore.on)
		for seq, (end, at) in sorted(noted.items()):
			if seq >= len(hashes):
				return _("entry number {0}, noted outside on {1}, is missing").format(seq, _day(at)), lost
			if hashes[seq] != end:
				return _("entry number {0} is not as noted outside on {1}").format(seq, _day(at)), lost
		return "", lost


def _explain(noted: dict[int, tuple[str, str]], restore: Restore | None, until: str) -> Iterator[str]:
	"""Take out what a restore took away of what was noted before it, and say so. The backup's own end stays noted."""
	if not restore:
		return
	gone = [seq for seq, (_end, at) in noted.items() if seq > restore.seq and at <= until]
	for seq in gone:
		del noted[seq]
	noted.setdefault(restore.seq, (restore.hash, restore.taken))
	if gone:
		words = _("entries up to number {0} are gone since the restore of {1} from the backup of {2}")
		yield words.format(max(gone), _day(restore.on), restore.taken[:16])


def _restored(line: Mapping, centre: str) -> Restore | None:
	said = line.get("restores", {}).get(centre)
	return Restore(**said) if said else None


def _day(at: str) -> str:
	return at[:10]


def path() -> Path:
	"""Where the notes of this site lie."""
	folder = frappe.conf.get(FOLDER)
	return Path(folder or frappe.get_site_path("private", "ledger_notes"), *_own_name(folder), FILE)


def _own_name(folder: str | None) -> tuple[str, ...]:
	"""A folder that several sites share has one of each site's own."""
	return (frappe.local.site,) if folder else ()


def read() -> Notes:
	"""What was noted. A line that is not sealed with this site's key, or doesn't follow the one before, ends the reading."""
	try:
		text = path().read_text(encoding="utf-8")
	except FileNotFoundError:
		return Notes()
	except (OSError, UnicodeDecodeError) as error:
		return Notes(fault=_("The notes outside cannot be read: {0}").format(type(error).__name__))
	notes, before = Notes(), ""
	for number, written in enumerate(text.splitlines(), 1):
		try:
			line = json.loads(written)
			said = line.pop("seal")
			right = line["previous"] == before and is_sealed(said, "ledger note", _body(line))
		except (ValueError, KeyError, TypeError, AttributeError):
			right = False
		if not right:
			notes.fault = _("Line {0} of the notes outside is not as it was written.").format(number)
			return notes
		notes.lines.append(line)
		before = said
	return notes


def write(
	kind: str,
	heads: Iterable[ChainHead],
	*,
	faults: Mapping[str, str] | None = None,
	restores: Mapping[str, Restore] | None = None,
	says: str = "",
) -> str:
	"""Append a line to the notes, sealed and tied to the line before; gives the line as written."""
	file = path()
	file.parent.mkdir(parents=True, exist_ok=True)
	line: dict[str, object] = {
		"kind": kind,
		"at": utc_now(),
		"site": frappe.local.site,
		"heads": {head.centre: [head.seq, head.hash] for head in heads},
	}
	line |= {"faults": dict(faults)} if faults else {}
	line |= {"restores": {c: vars(r) for c, r in restores.items()}} if restores else {}
	line |= {"says": says} if says else {}
	with open(file, "a+", encoding="utf-8") as notes:
		fcntl.flock(notes, fcntl.LOCK_EX)
		notes.seek(0)
		line["previous"] = _last_seal(notes.read())
		written = json.dumps({**line, "seal": seal("ledger note", _body(line))}, ensure_ascii=False)
		notes.write(written + "\n")
		notes.flush()
		os.fsync(notes.fileno())
	return written


def _body(line: Mapping) -> str:
	return json.dumps(line, ensure_ascii=False, sort_keys=True)


def _last_seal(text: str) -> str:
	"""The seal of the last line; a line that cannot be read has none, and the reading says so."""
	lines = text.splitlines()
	try:
		return str(json.loads(lines[-1])["seal"]) if lines else ""
	except (ValueError, KeyError, TypeError):
		return ""


def utc_now() -> str:
	"""The time of a note, comparable as text whatever the site's time zone."""
	return datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S.%f")


def restore_of(head: Mapping | None) -> Restore | None:
	"""The last restore as the database tells it; None where nothing was restored, or nobody with the key says so."""
	if not head or not head["restored_on"]:
		return None
	try:
		said = json.loads(head["restored_from"])
		at, seq, end = str(said["taken"]), int(said["seq"]), str(said["hash"])
		if is_sealed(said["seal"], "backup", head["centre"], seq, end, at):
			return Restore(head["restored_on"].strftime("%Y-%m-%d %H:%M:%S.%f"), at, seq, end)
	except (ValueError, KeyError, TypeError):
		pass
	return None


def restore_record(head: ChainHead, taken: str) -> str:
	"""What a backup writes into the head's row when it is restored: where the chain ended when it was taken, sealed."""
	sealed = seal("backup", head.centre, head.seq, head.hash, taken)
	return json.dumps({"taken": taken, "seq": head.seq, "hash": head.hash, "seal": sealed})
