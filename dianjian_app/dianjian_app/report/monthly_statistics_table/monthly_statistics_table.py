"""Monthly Statistics Table: see dianjian_app/reporting/statistics.py."""

from dianjian_app.reporting.statistics import execute

__all__ = ["execute"]
