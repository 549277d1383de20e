"""The daily ledger (电开台帐): one line an agent a day, derived from sheets, visits and deals (R44)."""
