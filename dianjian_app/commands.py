"""The commands that the app adds to bench."""

from dianjian_app.demo.command import load_demo
from dianjian_app.incentives.command import settle_month, sign_ledger, simulate_rules, verify_ledger
from dianjian_app.ledger.command import rebuild_ledger
from dianjian_app.overrides import backups
from dianjian_app.packs.command import export_pack, load_pack
from dianjian_app.resources.intake.command import convert_numbers, import_resources

commands = [
	export_pack,
	import_resources,
	load_demo,
	load_pack,
	rebuild_ledger,
	settle_month,
	sign_ledger,
	simulate_rules,
	verify_ledger,
	convert_numbers,
]

backups.install()  # `bench backup` is a command of Frappe's
