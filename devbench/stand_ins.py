"""What stands in for packages that a Frappe folder wants from a git repository which this machine cannot reach.

Each stand-in is a package of the registry and is told when it is used; devbench/README.md says how it differs.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable

from .console import BenchError, say

PYTHON = {"gunicorn": "gunicorn>=23,<24", "pypika": "PyPika>=0.48.9,<0.52"}
NODE = {"air-datepicker": "2.2.3"}

_PYTHON_GIT = re.compile(r"^\s*(?P<name>[\w.-]+)(?:\[[^]]*\])?\s*@\s*git\+(?P<url>\w+://[^/\s]+/[^@\s]+)")
_NODE_GIT = re.compile(r"^(?:github:|git\+|git:|https?:)|^[\w.-]+/[\w.-]+(?:#|$)")
SECONDS = 20


def reachable(url: str) -> bool:
	"""Whether git can read the repository from here."""
	env = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
	try:
		asked = subprocess.run(
			["git", "ls-remote", "--exit-code", url, "HEAD"],
			env=env,
			capture_output=True,
			timeout=SECONDS,
			check=False,
		)
	except (subprocess.TimeoutExpired, FileNotFoundError):
		return False
	return asked.returncode == 0


def python_requirements(wanted: list[str], can: Callable[[str], bool] = reachable) -> list[str]:
	"""The requirements with each git dependency that cannot be fetched replaced. Raises BenchError without a stand-in."""
	return [_python(requirement, can) for requirement in wanted]


def _python(requirement: str, can: Callable[[str], bool]) -> str:
	git = _PYTHON_GIT.match(requirement)
	if not git or can(git["url"]):
		return requirement
	return _stand_in("Python", PYTHON, re.sub(r"[-_.]+", "-", git["name"].lower()), git["url"])


def node_requirements(wanted: dict[str, str], can: Callable[[str], bool] = reachable) -> dict[str, str]:
	"""The same for `dependencies` of a package.json."""
	return {name: _node(name, value, can) for name, value in wanted.items()}


def _node(name: str, value: str, can: Callable[[str], bool]) -> str:
	if not _NODE_GIT.match(value):
		return value
	address = re.sub(r"^git\+", "", value.split("#")[0])
	url = address if "://" in address else f"https://github.com/{address.removeprefix('github:')}"
	return value if can(url) else _stand_in("Node", NODE, name, url)


def _stand_in(kind: str, table: dict[str, str], name: str, url: str) -> str:
	if name not in table:
		raise BenchError(
			f"Frappe wants the {kind} package {name} from {url}, which cannot be reached, and no stand-in is known.",
			f"Give this machine access to {url}, or name a package of the registry for {name} in devbench/stand_ins.py.",
		)
	shown = table[name] if kind == "Python" else f"{name} {table[name]}"
	say(f"  {url} cannot be reached: the registry's {shown} stands in for {name}.")
	return table[name]
