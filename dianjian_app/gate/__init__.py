"""The gate: what the web may call, and what of it a user of this app's roles may ask for (R47)."""
