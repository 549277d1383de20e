"""Recycle List."""

from dianjian_app.dianjian_app.report.due_follow_ups.due_follow_ups import recycle_list as execute

__all__ = ["execute"]
