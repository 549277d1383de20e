"""Customer Satisfaction: see dianjian_app/reporting/people.py."""

from dianjian_app.reporting.people import satisfaction as execute

__all__ = ["execute"]
