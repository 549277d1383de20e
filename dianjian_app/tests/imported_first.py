"""What the process that sessions are forked from imports: as much as can be imported, since whoever forks finds it there."""

import contextlib
import importlib
import os

for name in filter(None, os.environ.get("DIANJIAN_SESSIONS_IMPORT", "").split(",")):
	with contextlib.suppress(Exception):
		importlib.import_module(name)
