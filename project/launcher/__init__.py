"""Installs, runs and checks the project. Imports the standard library alone: it runs before anything is installed."""
