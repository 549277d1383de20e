"""Weekly Centre Summary: see dianjian_app/reporting/week.py."""

from dianjian_app.reporting.week import execute

__all__ = ["execute"]
