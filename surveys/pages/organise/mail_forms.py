"""The forms of the page on invitations."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.pages.organise.forms import StatedForm
from surveys.waves.rules import Channel

CHANNELS = ((Channel.SLIP.value, _("Lapper på papir")), (Channel.LINK.value, _("Lenke i e-post")))


class ChannelsForm(StatedForm):
    """How each group gets its right to answer: one field for each, named by the group's key."""

    def __init__(self, data: object = None, *, groups: Iterable[tuple[UUID, str, int, str]]) -> None:
        """Take (key, name, people, present channel) of each group."""
        super().__init__(data)  # type: ignore[arg-type]
        self.people: dict[str, int] = {}
        for key, name, people, channel in groups:
            self.people[str(key)] = people
            self.fields[str(key)] = forms.ChoiceField(
                label=name,
                choices=CHANNELS,
                initial=channel,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Velg lapper eller lenke."),
                    "invalid_choice": _("Velg lapper eller lenke."),
                },
            )

    def link_groups(self) -> list[UUID]:
        """Return the groups for which links were chosen."""
        return [UUID(key) for key, channel in self.cleaned_data.items() if channel == Channel.LINK]


class NewLinkForm(StatedForm):
    """The address of somebody who has lost her link or her right to answer."""

    email = forms.CharField(
        label=_("E-postadressen som står på mottakerlisten"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Skriv e-postadressen.")},
    )
