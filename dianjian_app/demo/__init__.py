"""A sales centre and its September 2026, played through the documents and actions that people use."""
