"""Staff Ranking: see dianjian_app/reporting/ranking.py."""

from dianjian_app.reporting.ranking import execute

__all__ = ["execute"]
