"""Intention Customers: see dianjian_app/reporting/customers.py."""

from dianjian_app.reporting.customers import intention as execute

__all__ = ["execute"]
