"""The hostile crawl: every method of the web, as every role and as guest, with what is not theirs (R47)."""
