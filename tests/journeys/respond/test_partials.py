"""The partial templates that forms on the parties' pages are built with."""

from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from tests.journeys.respond.pages import read


class Signing(forms.Form):
    password = forms.CharField(label="Passord", help_text="Ditt eget.", min_length=12, widget=forms.PasswordInput)
    holder = forms.ChoiceField(label="Nøkkelholder", choices=[("union", "Fagforeningen")], widget=forms.RadioSelect)

    def clean(self) -> None:
        raise forms.ValidationError("Avtalen er endret.")


def test_a_forms_errors_are_summed_up_with_links_to_its_fields() -> None:
    form = Signing({"password": "kort"})
    with translation.override("nb"):
        summary = render_to_string("partials/form_errors.html", {"form": form})
        fields = "".join(render_to_string("partials/field.html", {"field": field}) for field in form)
    fields = f"<form>{fields}</form>"
    assert "Avtalen er endret." in summary
    links = [link[1:] for link in read(summary).links]
    assert links == ["id_password", "id_holder_0"]
    assert set(links) <= read(fields).identities
    assert 'aria-describedby="id_password_helptext id_password_error"' in fields
    assert {"id_password_helptext", "id_password_error"} <= read(fields).identities


def test_a_form_without_errors_has_no_summary() -> None:
    assert "errors" not in render_to_string("partials/form_errors.html", {"form": Signing()})
