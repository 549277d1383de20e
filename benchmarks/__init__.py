"""What is measured, against what: run it with `make benchmark`."""
