"""The way from a slip to the box, as somebody without scripts walks it."""

from surveys.ballots.models import Ballot
from tests.journeys.respond.conftest import OpenWave, Respondent
from tests.journeys.respond.pages import read


def test_a_slip_leads_through_every_page_to_one_sealed_ballot(
    open_wave_with_slips: OpenWave, respondent: Respondent
) -> None:
    sections = open_wave_with_slips.questionnaire.sections
    respondent.enter(open_wave_with_slips.codes[0])
    assert respondent.status == 200
    assert "Før du begynner" in read(respondent.page).title
    assert "Fagforeningen" in respondent.page
    assert "Ledelsen" in respondent.page
    respondent.step()
    for number, section in enumerate(sections, start=1):
        assert f"Side {number} av {len(sections) + 1}" in respondent.page
        items = [item.key for item in open_wave_with_slips.questionnaire.items if item.section == section.key]
        respondent.step(answers=dict.fromkeys(items, 4))
    assert open_wave_with_slips.ballots() == 0
    respondent.step("cast")
    assert respondent.status == 303
    assert respondent.response.headers["Location"] == "/svar/nb/takk/"
    assert open_wave_with_slips.ballots() == 1
    thanks = respondent.client.get("/svar/nb/takk/").content.decode()
    assert "ikke trekkes tilbake" in thanks
    assert Ballot.objects.get().sealed
