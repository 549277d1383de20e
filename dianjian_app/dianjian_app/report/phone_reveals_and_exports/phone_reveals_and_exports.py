"""Phone Reveals and Exports: see dianjian_app/reporting/people.py."""

from dianjian_app.reporting.people import reveals as execute

__all__ = ["execute"]
