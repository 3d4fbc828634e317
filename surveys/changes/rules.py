"""Kinds of policy change."""

from enum import StrEnum


class Kind(StrEnum):
    SCHEDULE = "schedule"
    BREAKS = "breaks"
    TARGETS = "targets"
    REMOTE_WORK = "remote_work"
    MONITORING = "monitoring"
    STAFFING = "staffing"
    HOURS = "hours"
