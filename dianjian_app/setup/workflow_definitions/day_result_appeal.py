"""The way of an appeal against a day: that of all appeals, open to every position (R35)."""

from dianjian_app import roles
from dianjian_app.setup.workflow_definitions.incentive_appeal import flow_of_appeals

FLOW = flow_of_appeals("Day Result Appeal", roles.POSITIONS)
