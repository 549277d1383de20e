"""The daily ledger (电开台帐): one line an agent a day, derived from the stages before it (R44)."""
