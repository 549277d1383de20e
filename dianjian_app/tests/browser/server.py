"""A web server for the test site, where none is given by DIANJIAN_URL."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS_TO_START = 60


def free_port() -> int:
	"""A port that nobody listens on."""
	with socket.socket() as found:
		found.bind(("127.0.0.1", 0))
		return found.getsockname()[1]


@contextmanager
def web_server(site: str, sites_path: str) -> Iterator[str]:
	"""Frappe's own server for one site on a free port; gives its address, ends it afterwards."""
	port = free_port()
	command = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "--site", site]
	command += ["serve", "--port", str(port), "--noreload"]
	with open(os.devnull, "w") as nothing:
		process = subprocess.Popen(command, cwd=sites_path, stdout=nothing, stderr=nothing)
	try:
		_wait_for(f"http://127.0.0.1:{port}/api/method/ping", process)
		yield f"http://{site if site.endswith('.localhost') else '127.0.0.1'}:{port}"
	finally:
		process.terminate()
		process.wait(timeout=10)


def _wait_for(address: str, process: subprocess.Popen) -> None:
	until = time.monotonic() + SECONDS_TO_START
	while time.monotonic() < until:
		if process.poll() is not None:
			raise RuntimeError(f"The web server ended with {process.returncode} before it answered")
		try:
			urllib.request.urlopen(address, timeout=5)
			return
		except (urllib.error.URLError, ConnectionError):
			time.sleep(0.3)
	raise RuntimeError(f"{address} does not answer")
