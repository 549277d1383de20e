"""The roles of the app, once. A position of Sales Staff has the role of the same name (R2, R3)."""

AGENT = "Telesales Agent"
CONSULTANT = "Sales Consultant"
LEADER = "Sales Group Leader"
ASSISTANT = "Sales Assistant"
FRONT_DESK = "Front Desk"
SERVICE = "Customer Service"
PLANNING = "Planning"
ADMINISTRATION = "Administration"
MANAGER = "Department Manager"
HR = "HR Reviewer"
ADMIN = "Telesales Administrator"
AUDITOR = "Telesales Auditor"

POSITIONS = (
	AGENT,
	CONSULTANT,
	LEADER,
	ASSISTANT,
	FRONT_DESK,
	SERVICE,
	PLANNING,
	ADMINISTRATION,
	MANAGER,
	HR,
)
ALL = (*POSITIONS, ADMIN, AUDITOR)
