"""What can be found out at a workplace's size, told before anybody is asked."""

from django.utils.translation import gettext as _

from surveys.agreements.publication import PlannedRelease

STEP = 25
"""Points between two neighbouring answers to one question."""


def size_words(plan: PlannedRelease) -> list[str]:
    """Return the sentences on what a wave can find; none where the plan does not know how many are asked."""
    if plan.finds is None or plan.people is None:
        return []
    figures = {
        "people": plan.people,
        "expected": plan.expected,
        "within": round(plan.finds.same_within),
        "needs": plan.finds.same_needs,
    }
    return [_change(plan.finds.points) % (figures | {"points": _whole(plan.finds.points)}), _same(plan) % figures]


def _whole(points: float | None) -> int:
    return 0 if points is None else int(points + 0.5)


def _change(points: float | None) -> str:
    if points is None:
        return _(
            "Med %(people)s personer, der %(expected)s svarer, kan dere ikke se om en hovedindeks har endret seg. "
            "Undersøkelsen viser hvordan det står til, og gir dere noe å snakke om."
        )
    told = _(
        "Med %(people)s personer, der %(expected)s svarer, kan dere se en endring i en hovedindeks når den er på "
        "%(points)s poeng eller mer, på en skala fra 0 til 100. Er endringen mindre, kan dere ikke regne med å se den."
    )
    if points < STEP:
        return told
    return f"{told} " + _(
        "Så store endringer er sjeldne: 25 poeng er like mye som om alle svarte ett hakk høyere på hvert spørsmål."
    )


def _same(plan: PlannedRelease) -> str:
    if plan.finds is not None and (plan.expected or 0) >= plan.finds.same_needs:
        return _(
            "Dere er mange nok til å kunne si at noe er omtrent som før, det vil si innenfor %(within)s poeng. Det "
            "krever vanligvis %(needs)s svar i hver runde."
        )
    return _(
        "For å kunne si at noe er omtrent som før, det vil si innenfor %(within)s poeng, trengs det vanligvis "
        "%(needs)s svar i hver runde. Så mange er dere ikke. Ser dere ingen endring, betyr det altså ikke at ingenting "
        "er endret."
    )
