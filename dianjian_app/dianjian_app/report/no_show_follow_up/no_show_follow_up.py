"""No-show Follow-up."""

from dianjian_app.dianjian_app.report.due_follow_ups.due_follow_ups import no_shows as execute

__all__ = ["execute"]
