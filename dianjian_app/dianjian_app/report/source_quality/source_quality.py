"""Source Quality: see dianjian_app/reporting/sources.py."""

from dianjian_app.reporting.sources import execute

__all__ = ["execute"]
