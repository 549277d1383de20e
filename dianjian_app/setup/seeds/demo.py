"""The demo is loaded by hand (bench load-demo), never seeded; uninstalling forgets which of its steps were done."""

from __future__ import annotations

from dianjian_app.demo import marks


def seed() -> None:
	"""Nothing: a new site starts without the demo."""


def unseed() -> None:
	"""Its marks stand outside the app's own DocTypes."""
	marks.forget()
