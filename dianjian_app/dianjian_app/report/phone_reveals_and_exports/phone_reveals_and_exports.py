"""Phone Reveals and Exports."""

from dianjian_app.dianjian_app.report.customer_satisfaction.customer_satisfaction import reveals as execute

__all__ = ["execute"]
