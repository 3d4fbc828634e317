"""The parties' addresses, below /parter/<language>/."""

from django.urls import path

from surveys.pages.organise import (
    agreement,
    changes,
    custodian_key,
    custodians,
    entrance,
    feeds,
    figures,
    home,
    invitations,
    log,
    measure_acts,
    measures,
    roster,
    slips,
    wave,
)

PLACE = "virksomhet/<uuid:organisation_id>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("logg-inn/", entrance.sign_in, name="sign-in"),
    path("logg-ut/", entrance.sign_out, name="sign-out"),
    path("avtale/<uuid:agreement_id>/", agreement.agreement, name="agreement"),
    path("avtale/<uuid:agreement_id>/sporsmal/", agreement.questions, name="agreement-questions"),
    path("avtale/<uuid:agreement_id>/nokkelholdere/", custodians.custodians, name="custodians"),
    path("virksomhet/<uuid:organisation_id>/nokkel/", custodian_key.custodian_key, name="custodian-key"),
    path("virksomhet/<uuid:organisation_id>/nokkel/papir/", custodian_key.paper, name="custodian-key-paper"),
    path("virksomhet/<uuid:organisation_id>/mottakere/", roster.roster, name="roster"),
    path("virksomhet/<uuid:organisation_id>/logg/", log.log, name="log"),
    path("runde/<uuid:wave_id>/", wave.wave, name="wave"),
    path("runde/<uuid:wave_id>/las/", wave.lock, name="wave-lock"),
    path("runde/<uuid:wave_id>/invitasjoner/", invitations.invitations, name="invitations"),
    path("runde/<uuid:wave_id>/invitasjoner/valg/", invitations.choose, name="invitations-choose"),
    path("runde/<uuid:wave_id>/invitasjoner/paminnelse/", invitations.send_reminder, name="invitations-remind"),
    path("runde/<uuid:wave_id>/invitasjoner/ny-lenke/", invitations.send_new_link, name="invitations-new-link"),
    path("runde/<uuid:wave_id>/lapper/", slips.slips, name="slips"),
    path(f"{PLACE}endringer/", changes.changes, name="changes"),
    path(f"{PLACE}endringer/ny/", changes.new_change, name="change-new"),
    path(f"{PLACE}endringer/<uuid:change_id>/trekk/", changes.take_back, name="change-take-back"),
    path(f"{PLACE}driftstall/", figures.figures, name="figures"),
    path(f"{PLACE}kontrolltiltak/", measures.measures, name="measures"),
    path(f"{PLACE}kontrolltiltak/nytt/", measures.new_measure, name="measure-new"),
    path(f"{PLACE}kontrolltiltak/kalender/", feeds.feeds, name="feeds"),
    path(f"{PLACE}kontrolltiltak/kalender/<uuid:feed_id>/trekk/", feeds.revoke, name="feed-revoke"),
    path(f"{PLACE}kontrolltiltak/<int:number>/", measures.measure, name="measure"),
    path(f"{PLACE}kontrolltiltak/<int:number>/endre/", measures.edit_measure, name="measure-edit"),
    path(f"{PLACE}kontrolltiltak/<int:number>/overta/", measures.answer_for, name="measure-answer-for"),
    path(f"{PLACE}kontrolltiltak/<int:number>/si/", measure_acts.say, name="measure-say"),
    path(f"{PLACE}kontrolltiltak/<int:number>/vurder/", measure_acts.evaluate, name="measure-evaluate"),
    path(f"{PLACE}kontrolltiltak/<int:number>/lost/<uuid:act_id>/", measure_acts.settle, name="measure-settle"),
    path(f"{PLACE}kontrolltiltak/<int:number>/bekreft/<uuid:act_id>/", measure_acts.confirm, name="measure-confirm"),
]
