"""The commands that the app adds to bench."""

from dianjian_app.incentives.command import settle_month, simulate_rules, verify_ledger
from dianjian_app.ledger.command import rebuild_ledger
from dianjian_app.resources.command import import_resources
from dianjian_app.setup.command import load_demo

commands = [import_resources, load_demo, rebuild_ledger, settle_month, simulate_rules, verify_ledger]
