"""Rules that maintainers edit as TOML: language packs, site rules, weights of the line score."""

from newsift.rules.loader import load_rules
from newsift.rules.pack import LanguagePack, Rules

__all__ = ["LanguagePack", "Rules", "load_rules"]
