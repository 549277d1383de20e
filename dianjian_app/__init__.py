"""Telesales of a real-estate sales centre on Frappe."""

from dianjian_app import moved_paths

__version__ = "0.2.0"

moved_paths.install()
