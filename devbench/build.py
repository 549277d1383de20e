"""From nothing to a bench whose database and Redis run: each step is done once and can be interrupted."""

from __future__ import annotations

from .assets import build_assets
from .environment import build_environment, install_apps
from .frappe_folder import claim, copy_frappe
from .frappe_source import fetch_frappe
from .layout import Bench
from .node import install_node, install_node_packages
from .services import prepare_database, start_data, stop_all
from .system import ROOM_FOR_BUILD_MB, ROOM_TO_RUN_MB, install_packages, need_room


def build(bench: Bench) -> dict[str, int]:
	"""Build or mend the bench and start its data services. Returns the ports. Raises BenchError."""
	bench.make_folders()
	claim(bench)
	new = not (bench.data / "mariadb").exists()
	need_room(bench, ROOM_FOR_BUILD_MB if new else ROOM_TO_RUN_MB)
	if new:
		stop_all(bench)  # what a bench that was deleted under its services left running
	install_packages(bench)
	build_environment(bench)
	if bench.source:
		copy_frappe(bench, bench.source)
	else:
		fetch_frappe(bench)
	install_apps(bench)
	install_node(bench)
	install_node_packages(bench)
	build_assets(bench)
	prepare_database(bench)
	return start_data(bench)
