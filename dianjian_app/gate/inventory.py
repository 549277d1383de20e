"""Everything that the web can call on this site: functions and documents' methods, whatever app brings them (R47).

`frappe.whitelisted` lists only what has been imported, so every module of an app is imported first. A function has one
path, that of its definition, by whichever of its names it is called.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from types import CellType, FunctionType

import frappe

# parts of paths that are not served: they run something when imported, or are for tests and the shell
NOT_SERVED = frozenset(("tests", "test_runner", "bench_helper", "patches", "coverage", "commands"))


def web_methods(app: str) -> dict[str, bool]:
	"""Path of each whitelisted function of an app → whether a guest may call it. app: name of an installed app."""
	import_all(app)
	return {
		path: function in frappe.guest_methods
		for function in frappe.whitelisted
		if (path := path_of(function)).split(".")[0] == app and ".tests." not in path
	}


def import_all(app: str) -> None:
	"""Import every module of an app but its tests; what cannot be imported here cannot be called here either."""
	package = importlib.import_module(app)
	for found in pkgutil.walk_packages(package.__path__, f"{app}.", onerror=lambda name: None):
		parts = found.name.split(".")
		if NOT_SERVED & set(parts) or parts[-1].startswith("test_"):
			continue
		try:
			importlib.import_module(found.name)
		except (ImportError, AttributeError, RuntimeError, SyntaxError):
			frappe.logger().debug(f"gate: {found.name} cannot be imported")


def path_of(function: Callable) -> str:
	"""Path of a function's definition, e.g. frappe.client.get_list or frappe.core.doctype.user.user.User.reset.

	Frappe's decorators (`read_only` and others) return functions that have lost their name; the one inside has it. What
	a decorator itself asks (version 16: whether it runs in a request) stands beside it and comes later.
	"""
	inner = next((f for f in _layers(function) if "<locals>" not in f.__qualname__), function)
	return f"{inner.__module__}.{inner.__qualname__}"


def _layers(function: Callable) -> Iterator[Callable]:
	"""A function and those that its decorators wrapped, from outside in."""
	open_layers: list[Callable] = [getattr(function, "__func__", function)]
	seen: list[Callable] = []
	while open_layers:
		layer = open_layers.pop()
		if layer in seen:
			continue
		seen.append(layer)
		yield layer
		cells = [cell.cell_contents for cell in layer.__closure__ or () if _filled(cell)]
		wrapped = getattr(layer, "__wrapped__", None)
		# the last is looked into first: what is wrapped, to its end
		open_layers += [f for f in (*reversed(cells), wrapped) if isinstance(f, FunctionType)]


def _filled(cell: CellType) -> bool:
	try:
		return cell.cell_contents is not None
	except ValueError:
		return False
