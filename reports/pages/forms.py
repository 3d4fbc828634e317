"""The forms of the joint opening."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy

from surveys.agreements.rules import Holder
from surveys.pages.organise.forms import ConfirmedForm
from surveys.pages.organise.wording import Words

PARTIES = {Holder.UNION: gettext_lazy("fagforeningen"), Holder.EMPLOYER: gettext_lazy("arbeidsgiveren")}
UNIONS = gettext_lazy("fagforeningene")
WHOSE = gettext_lazy("Velg hvem sin del som er tapt.")


def side_name(lost: Holder, *, several: bool) -> Words:
    """Return whose share is lost, in words; `several`: the unions' holders are more than one."""
    return UNIONS if several and lost is Holder.UNION else PARTIES[lost]


class LossForm(ConfirmedForm):
    """Whose share is lost, over a signature. Under a declaration that stands, `lost` is what was read."""

    field_order = ("lost", "password")

    lost = forms.ChoiceField(
        label=gettext_lazy("Hvem sin del er tapt?"),
        choices=[
            (Holder.UNION.value, gettext_lazy("Delen til fagforeningen")),
            (Holder.EMPLOYER.value, gettext_lazy("Delen til arbeidsgiveren")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": WHOSE, "invalid_choice": WHOSE},
    )

    def name_unions(self) -> None:
        """Ask of the share that the holders of several unions have in common."""
        cast(forms.ChoiceField, self.fields["lost"]).choices = [
            (Holder.UNION.value, gettext_lazy("Delen til fagforeningene: ingen av nøkkelholderne deres kan levere")),
            (Holder.EMPLOYER.value, gettext_lazy("Delen til arbeidsgiveren")),
        ]
