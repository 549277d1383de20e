"""Quota Shortfall Today: see dianjian_app/reporting/shortfall.py."""

from dianjian_app.reporting.shortfall import execute

__all__ = ["execute"]
