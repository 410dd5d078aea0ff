"""Cleaning: blocks of a document -> verdicts and clean articles. Pure, no I/O."""

from newsift.clean.document import clean_document

__all__ = ["clean_document"]
