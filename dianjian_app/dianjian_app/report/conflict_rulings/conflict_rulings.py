"""Conflict Rulings: see dianjian_app/reporting/conflicts.py."""

from dianjian_app.reporting.conflicts import execute

__all__ = ["execute"]
