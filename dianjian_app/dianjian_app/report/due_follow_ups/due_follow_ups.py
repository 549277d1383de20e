"""Due Follow-ups: see dianjian_app/reporting/customers.py."""

from dianjian_app.reporting.customers import due_follow_ups as execute

__all__ = ["execute"]
