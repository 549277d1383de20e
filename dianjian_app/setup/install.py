"""What happens to a site when the app comes, is updated, and goes.

Roles, workflow states and actions come from `fixtures/made_when_missing` (see setup/fixtures.py), which these steps
import and Frappe's own fixture sync does not. Every step is idempotent and makes only what is missing, so an administrator's changes survive migrate.
"""

from __future__ import annotations

import importlib
import pkgutil
import secrets

import frappe
from frappe.installer import update_site_config

from dianjian_app.incentives.entries import chain_upkeep, chain_walk
from dianjian_app.incentives.entries.chain_seal import CHAIN_KEY
from dianjian_app.setup import indexes, roles, seeds, workflows

PHONE_KEY = "dianjian_phone_key"


def before_install() -> None:
	"""Roles first: the DocTypes' permissions name them."""
	roles.make_roles()


def after_install() -> None:
	"""Everything a new site starts with."""
	_bring_up_to_date()


def after_migrate() -> None:
	"""The same steps again: they make what is missing and leave the rest alone."""
	_bring_up_to_date()


def before_uninstall() -> None:
	"""Take away what the app put outside its own DocTypes."""
	indexes.drop_triggers()
	workflows.remove_workflows()
	for module in _seed_modules():
		if hasattr(module, "unseed"):
			module.unseed()
	frappe.db.delete("Scheduled Job Type", {"method": ("like", "dianjian_app.%")})
	# here and not after_uninstall: the framework commits nothing that comes later
	roles.remove_roles()


def make_phone_key() -> None:
	"""The secret that phone numbers are hashed with; kept in site_config.json, made once (decision 23)."""
	_make_key(PHONE_KEY)


def make_chain_key() -> None:
	"""The secret that chains of entries are signed with, kept likewise; what is there when it is made is signed (decision 68)."""
	if _make_key(CHAIN_KEY):
		chain_upkeep.sign_ends(chain_walk.check_all_chains(), "the site's first key")


def _make_key(name: str) -> bool:
	"""Make a secret of site_config.json where there is none; says whether it did."""
	if frappe.conf.get(name):
		return False
	key = secrets.token_hex(32)
	update_site_config(name, key, validate=False)
	frappe.conf[name] = key
	return True


def _bring_up_to_date() -> None:
	make_phone_key()
	make_chain_key()
	roles.make_roles()
	workflows.seed_workflows()
	for module in _seed_modules():
		module.seed()
	indexes.ensure()


def _seed_modules() -> list:
	"""The seeds of the rooms, in the order of their ORDER (default 50), each with a function seed()."""
	modules = [
		importlib.import_module(f"{seeds.__name__}.{m.name}") for m in pkgutil.iter_modules(seeds.__path__)
	]
	return sorted(
		(m for m in modules if hasattr(m, "seed")), key=lambda m: (getattr(m, "ORDER", 50), m.__name__)
	)
