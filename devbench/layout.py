"""Where everything of a bench lies."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
	from .frappe_folder import FrappeFolder

CHECKOUT = Path(__file__).resolve().parent.parent
DEVBENCH = CHECKOUT / "devbench"
APP = "dianjian_app"
DEMO_SITE = "demo.localhost"
"""the site that answers by the machine's address, too: not everything knows that *.localhost is this machine"""

# The longest path that a unix socket may have is 107 bytes.
SOCKET_PATH_LIMIT = 107


@dataclass(frozen=True)
class Bench:
	"""The folders of one bench, and the folder that its Frappe comes from (None: from the registry)."""

	root: Path
	source: FrappeFolder | None = None

	@property
	def apps(self) -> Path:
		return self.root / "apps"

	@property
	def frappe(self) -> Path:
		return self.apps / "frappe"

	@property
	def sites(self) -> Path:
		return self.root / "sites"

	@property
	def env(self) -> Path:
		return self.root / "env"

	@property
	def python(self) -> Path:
		return self.env / "bin" / "python"

	@property
	def node(self) -> Path:
		return self.root / "node"

	@property
	def own_node(self) -> Path:
		"""A Node of the bench's own, for a Frappe that needs a newer one than the machine has."""
		return self.root / "node-runtime"

	@property
	def logs(self) -> Path:
		return self.root / "logs"

	@property
	def run(self) -> Path:
		return self.root / "run"

	@property
	def data(self) -> Path:
		return self.root / "data"

	@property
	def cache(self) -> Path:
		return self.root / "cache"

	@property
	def stamps(self) -> Path:
		return self.root / "stamps"

	@property
	def demo_json(self) -> Path:
		return self.root / "demo.json"

	@property
	def socket_folder(self) -> Path:
		"""For unix sockets: in the bench, or in a short folder under /tmp where the bench's path is too long."""
		if len(str(self.run / "mariadb.sock").encode()) < SOCKET_PATH_LIMIT:
			return self.run
		mark = hashlib.sha256(str(self.root).encode()).hexdigest()[:12]
		return Path("/tmp") / f"dianjian-{os.getuid()}-{mark}"

	@property
	def mariadb_socket(self) -> Path:
		return self.socket_folder / "mariadb.sock"

	def make_folders(self) -> None:
		for folder in (self.apps, self.sites, self.logs, self.run, self.data, self.cache, self.stamps):
			folder.mkdir(parents=True, exist_ok=True)
		self.socket_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
