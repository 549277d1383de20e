"""Settlement Comparison: see dianjian_app/reporting/people.py."""

from dianjian_app.reporting.people import settlement_comparison as execute

__all__ = ["execute"]
