"""Overtime and corrections of punches go the way of time off (R34)."""

from dianjian_app.setup.workflow_definitions.time_off_request import request_flow

FLOW = request_flow("Working Time Request")
