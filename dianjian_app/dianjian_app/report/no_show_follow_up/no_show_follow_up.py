"""No-show Follow-up: see dianjian_app/reporting/customers.py."""

from dianjian_app.reporting.customers import no_shows as execute

__all__ = ["execute"]
