"""What was reported and decided, and the rules that everybody accepts."""

from .report import Decision, Outcome, Report
from .rules import RulesAccepted, UseRules

__all__ = ["Decision", "Outcome", "Report", "RulesAccepted", "UseRules"]
