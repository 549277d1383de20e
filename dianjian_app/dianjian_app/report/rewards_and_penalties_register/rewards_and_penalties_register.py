"""Rewards and Penalties Register: see dianjian_app/reporting/register.py."""

from dianjian_app.reporting.register import execute

__all__ = ["execute"]
