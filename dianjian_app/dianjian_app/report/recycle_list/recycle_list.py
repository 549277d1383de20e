"""Recycle List: see dianjian_app/reporting/customers.py."""

from dianjian_app.reporting.customers import recycle_list as execute

__all__ = ["execute"]
