"""One Chromium for the whole test process: Playwright starts only once per process, whoever asks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

EXECUTABLE = os.environ.get("DIANJIAN_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
OPTIONS = ["--no-sandbox", "--disable-background-networking", "--no-first-run"]

_open = {"users": 0}


@contextmanager
def shared_chromium() -> Iterator:
	"""The process's browser: the first who asks starts it, the last who leaves closes it."""
	from playwright.sync_api import sync_playwright

	if not _open["users"]:
		playwright = sync_playwright().start()
		chromium = playwright.chromium.launch(executable_path=EXECUTABLE, args=OPTIONS)
		_open.update(playwright=playwright, chromium=chromium)
	_open["users"] += 1
	try:
		yield _open["chromium"]
	finally:
		_open["users"] -= 1
		if not _open["users"]:
			_open.pop("chromium").close()
			_open.pop("playwright").stop()
