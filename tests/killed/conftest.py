"""The scene that every killing is set in."""

from tests.killed.scene import shared_scene

__all__ = ["shared_scene"]
