"""The gateway: the only part that a browser reaches."""
