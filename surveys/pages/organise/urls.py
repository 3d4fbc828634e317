"""The parties' addresses, below /parter/<language>/."""

from django.urls import path

from surveys.pages.organise import (
    agreement,
    custodian_key,
    custodians,
    entrance,
    founding,
    home,
    invitations,
    log,
    people,
    roster,
    slips,
    units,
    wave,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("logg-inn/", entrance.sign_in, name="sign-in"),
    path("logg-ut/", entrance.sign_out, name="sign-out"),
    path("begynn/<str:token>/", founding.founding, name="found"),
    path("invitasjon/<str:token>/", founding.invited, name="invited"),
    path("virksomhet/<uuid:organisation_id>/folk/", people.people, name="people"),
    path(
        "virksomhet/<uuid:organisation_id>/folk/<uuid:invitation_id>/send/", people.send_again, name="invitation-send"
    ),
    path(
        "virksomhet/<uuid:organisation_id>/folk/<uuid:invitation_id>/trekk/",
        people.take_back,
        name="invitation-revoke",
    ),
    path("virksomhet/<uuid:organisation_id>/enheter/", units.units, name="units"),
    path("virksomhet/<uuid:organisation_id>/enheter/<uuid:unit_id>/", units.unit, name="unit"),
    path("avtale/<uuid:agreement_id>/", agreement.agreement, name="agreement"),
    path("avtale/<uuid:agreement_id>/sporsmal/", agreement.questions, name="agreement-questions"),
    path("avtale/<uuid:agreement_id>/nokkelholdere/", custodians.custodians, name="custodians"),
    path("virksomhet/<uuid:organisation_id>/nokkel/", custodian_key.custodian_key, name="custodian-key"),
    path("virksomhet/<uuid:organisation_id>/nokkel/papir/", custodian_key.paper, name="custodian-key-paper"),
    path("virksomhet/<uuid:organisation_id>/mottakere/", roster.roster, name="roster"),
    path("virksomhet/<uuid:organisation_id>/mottakere/eksempel.csv", roster.sample, name="roster-sample"),
    path("virksomhet/<uuid:organisation_id>/logg/", log.log, name="log"),
    path("runde/<uuid:wave_id>/", wave.wave, name="wave"),
    path("runde/<uuid:wave_id>/las/", wave.lock, name="wave-lock"),
    path("runde/<uuid:wave_id>/invitasjoner/", invitations.invitations, name="invitations"),
    path("runde/<uuid:wave_id>/invitasjoner/valg/", invitations.choose, name="invitations-choose"),
    path("runde/<uuid:wave_id>/invitasjoner/paminnelse/", invitations.send_reminder, name="invitations-remind"),
    path("runde/<uuid:wave_id>/invitasjoner/ny-lenke/", invitations.send_new_link, name="invitations-new-link"),
    path("runde/<uuid:wave_id>/lapper/", slips.slips, name="slips"),
]
