"""How Django writes the fields of every form, allauth's too: with the style sheet's class."""

from typing import Any

from django.forms import BoundField, Widget
from django.forms.renderers import DjangoTemplates


class StyledField(BoundField):
    """A field whose controls have Designsystemet's class; hidden ones have none."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """Return Django's attributes and the class, before those that the widget itself names."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        if (widget or self.field.widget).is_hidden:
            return built
        return {"class": "ds-input"} | built


class StyledForms(DjangoTemplates):
    """Django's own templates, with `StyledField` for each field."""

    bound_field_class = StyledField
