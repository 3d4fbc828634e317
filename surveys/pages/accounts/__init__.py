"""Accounts: signing in with a second factor, a passkey or another organisation's sign-in, and one's own account."""
