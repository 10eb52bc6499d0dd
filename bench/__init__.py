"""Measurements of the whole server. Never part of the tests."""
