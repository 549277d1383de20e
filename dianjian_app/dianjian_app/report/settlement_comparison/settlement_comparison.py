"""Settlement Comparison."""

from dianjian_app.dianjian_app.report.customer_satisfaction.customer_satisfaction import (
	settlement_comparison as execute,
)

__all__ = ["execute"]
