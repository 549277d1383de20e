"""Intention Customers."""

from dianjian_app.dianjian_app.report.due_follow_ups.due_follow_ups import intention as execute

__all__ = ["execute"]
