"""The room of the views is that of what is composed of them."""

from tests.unit.desktop.views.conftest import room

__all__ = ["room"]
