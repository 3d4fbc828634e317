"""The agreement: the whole document that is signed, all its questions, and the signature."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from surveys import clock
from surveys.agreements.access import agreement_for
from surveys.agreements.custodians import may_appoint
from surveys.agreements.documents import document
from surveys.agreements.publication import from_plain
from surveys.agreements.rules import Holder
from surveys.agreements.selectors import (
    background_of,
    has_opened,
    has_waves_to_open,
    is_in_force,
    new_keys,
    unit_names,
    valid_signatures,
)
from surveys.agreements.services import WrongPassword, sign
from surveys.errors import NotFound, StatedError
from surveys.fingerprints import fingerprint, key_mark
from surveys.organisations.rules import Role
from surveys.organisations.selectors import named_unions, parties
from surveys.pages import background
from surveys.pages.accounts import confirmation
from surveys.pages.organise import attempts
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.forms import SignForm
from surveys.pages.organise.wording import ROLES, for_whom
from surveys.pages.plan_size import size_words
from surveys.pages.plan_tree import planned_tree
from surveys.questionnaires.loading import load


@sensitive_post_parameters("password")
@signed_in
def agreement(request: HttpRequest, language: str, agreement_id: UUID) -> HttpResponse:
    """Show the document; a party's representative signs it with her password, or confirmed by passkey or code."""
    if request.method != "POST":
        return _page(request, language, agreement_id, SignForm(confirmed=confirmation.is_fresh(request)))
    found, membership = agreement_for(request.user, agreement_id)
    if membership.party is None:
        raise NotFound
    confirmed = confirmation.is_fresh(request)
    form = SignForm(request.POST, confirmed=confirmed)
    if not form.is_valid():
        return _page(request, language, agreement_id, form, status=HTTPStatus.BAD_REQUEST)
    counted = attempts.Counter.SIGNING, str(membership.id)
    try:
        attempts.require_few(*counted)
        sign(
            agreement=found,
            by=membership,
            password=None if confirmed else form.cleaned_data["password"],
            read_fingerprint=form.cleaned_data["read_fingerprint"],
            now=clock.now(),
        )
    except WrongPassword as refusal:
        attempts.count_wrong(*counted)
        return _page(request, language, agreement_id, form, status=form.refuse(refusal, "password"))
    except StatedError as refusal:
        return _page(request, language, agreement_id, form, status=form.refuse(refusal))
    attempts.forget(*counted)
    confirmation.use_up(request)
    messages.success(request, _("Du har signert avtalen for %(party)s.") % {"party": membership.party.name})
    return see_other(reverse("agreement", args=[language, agreement_id]))


@signed_in
def questions(request: HttpRequest, language: str, agreement_id: UUID) -> HttpResponse:
    """Show every question of the agreement's questionnaire with its options, in the language of the address."""
    found, _membership = agreement_for(request.user, agreement_id)
    questionnaire = load(found.questionnaire, found.questionnaire_version)
    sections = []
    for section in questionnaire.sections:
        asked = [
            (item.text[language], [label[language] for label in questionnaire.answer_lists[item.answers]], False)
            for item in questionnaire.items
            if item.section == section.key
        ]
        asked += [
            (item.text[language], [label[language] for _key, label in item.options], True)
            for item in questionnaire.multiple
            if item.section == section.key
        ]
        sections.append((section.title[language], section.introduction[language], asked))
    organisation = found.organisation
    if found.crossings:
        shown = background.where(unit_names(found, found.divisions), found.threshold)
        asked = [(text, labels, False) for text, labels in background.questions(background_of(found), language)]
        sections.append((background.title(), f"{background.why()} {shown}", asked))
    context = {
        "agreement": found,
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "title": questionnaire.title[language],
        "sections": sections,
        "fingerprint": questionnaire.fingerprint,
    }
    return render(request, "organise/questions.html", context)


def _page(
    request: HttpRequest, language: str, agreement_id: UUID, form: SignForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    found, membership = agreement_for(request.user, agreement_id)
    organisation = found.organisation
    terms = document(found)
    signatures = valid_signatures(found)
    signed = {signature.party_id for signature in signatures}
    calendar = [
        entry | {"opens": datetime.fromisoformat(entry["opens"]), "closes": datetime.fromisoformat(entry["closes"])}
        for entry in terms["calendar"]
    ]
    roles = {str(member.id): ROLES[Role(member.role)] for member in organisation.memberships.all()}
    may_change_holders = has_waves_to_open(found)
    unions = {str(party_id): name for party_id, name in named_unions(organisation).items()}
    holding = {custodian.get("party") for custodian in terms["custodians"]}
    context = {
        "agreement": found,
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "terms": terms,
        "fingerprint": fingerprint(terms),
        "questionnaire": load(found.questionnaire, found.questionnaire_version).title[language],
        "groups": unit_names(found, terms["units"]),
        "plans": [(plan, planned_tree(plan), size_words(plan)) for plan in from_plain(found.plan)],
        "background": background.questions(background_of(found), language),
        "shown": background.where(unit_names(found, terms["divisions"]), found.threshold),
        "calendar": calendar,
        "custodians": [
            custodian
            | {
                "side": for_whom(Holder(custodian["holder"]), unions.get(custodian.get("party", ""), "")),
                "role": roles[custodian["membership"]],
                "mark": _mark(custodian["public_key"]),
            }
            for custodian in sorted(
                terms["custodians"],
                key=lambda one: (list(Holder).index(one["holder"]), unions.get(one.get("party", ""), "")),
            )
        ],
        "several_unions": bool(unions),
        "unions_without_holder": [name for party_id, name in unions.items() if party_id not in holding],
        "new_keys": [custodian.membership.user.name for custodian in new_keys(found) if may_change_holders],
        "may_change": may_appoint(membership) and not has_opened(found),
        "may_appoint": may_change_holders and may_appoint(membership),
        "signatures": signatures,
        "unsigned": [party.name for party in parties(organisation) if party.id not in signed],
        "in_force": is_in_force(found),
        "may_sign": membership.party is not None and membership.party_id not in signed,
        "party": membership.party,
        "form": form,
        "other_ways": confirmation.methods(request),
    }
    return render(request, "organise/agreement.html", context, status=status)


def _mark(public_key: str) -> str:
    return key_mark(bytes.fromhex(public_key))
