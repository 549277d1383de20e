"""Seals with the chain's key, which is in site_config.json and not in the database (R31, decision 68).

Somebody with the database alone can compute every hash of a chain anew, but cannot sign where it ends.
"""

from __future__ import annotations

import hashlib
import hmac
import json

import frappe
from frappe import _

CHAIN_KEY = "dianjian_chain_key"


class MissingChainKeyError(frappe.ValidationError):
	"""The site has no key to sign its chains of entries with."""


def chain_key() -> bytes:
	"""The site's secret for signing. Raises MissingChainKeyError when the site has none."""
	key = frappe.conf.get(CHAIN_KEY)
	if not key:
		frappe.throw(
			_(
				"This site has no key for its chain of entries. Put dianjian_chain_key of the backup's site_config.json back, or run bench migrate."
			),
			MissingChainKeyError,
		)
	return key.encode()


def seal(purpose: str, *parts: object) -> str:
	"""The seal over some plain values, in hexadecimal. purpose: what is sealed, so that no seal serves for another."""
	text = json.dumps([purpose, *parts], ensure_ascii=False)
	return hmac.new(chain_key(), text.encode(), hashlib.sha256).hexdigest()


def is_sealed(said: str | None, purpose: str, *parts: object) -> bool:
	"""Whether a seal is this site's over these values."""
	return hmac.compare_digest(str(said or "").encode(), seal(purpose, *parts).encode())
