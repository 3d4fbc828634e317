"""Every page of the site in a real browser, in every setting that a reader may have."""
