"""Sales Funnel: see dianjian_app/reporting/funnel.py."""

from dianjian_app.reporting.funnel import execute

__all__ = ["execute"]
