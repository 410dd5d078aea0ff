"""Discover files, read records out of them, decode bytes, parse text and HTML into blocks."""
