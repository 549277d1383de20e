"""Sites whose print formats were drawn before the labels took the reader's punctuation get the new ones (R16, R48)."""

from dianjian_app.patches.v0_1 import replace_unedited_print_formats


def execute() -> None:
	"""Replace each format of the app that nobody has changed. Idempotent."""
	replace_unedited_print_formats.execute()
