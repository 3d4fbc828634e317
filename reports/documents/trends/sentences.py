"""What the waves say together, in words of the active language."""

from django.utils.translation import gettext as _

from reports.documents.formats import Formats
from reports.documents.sentences import reading
from reports.documents.trends.facts import Policy, Pooled, Slope, Trends, TrendScale
from reports.statistics.claims import Claim, Ground


def scale_sentences(scale: TrendScale, trends: Trends, formats: Formats) -> str:
    """Return all that is said of a scale: the change over the waves, and a steady trend. Empty where nothing is.

    That no steady trend is seen is only told where there is no change to tell of.
    """
    parts: list[str] = []
    if scale.pooled is not None and trends.policy is not None:
        parts.append(_pooled(scale, scale.pooled, trends.policy, trends, formats))
    if scale.slope is not None and (scale.slope.found or not parts):
        parts.append(_slope(scale.slope, len(trends.waves), formats))
    return " ".join(parts)


def _pooled(scale: TrendScale, pooled: Pooled, policy: Policy, trends: Trends, formats: Formats) -> str:
    hint = reading(scale.direction)
    figures = {
        "scale": f"{scale.name[formats.language]} ({hint})" if hint else scale.name[formats.language],
        "change": policy.change.name[formats.language],
        "waves_before": formats.whole(policy.first_after),
        "waves_after": formats.whole(len(trends.waves) - policy.first_after),
        "before": formats.points(pooled.before),
        "after": formats.points(pooled.after),
        "difference": formats.signed(pooled.difference),
        "low": formats.signed(pooled.low),
        "high": formats.signed(pooled.high),
    }
    told = _(
        "%(scale)s: Snittet av rundene før (%(waves_before)s) er %(before)s, og av rundene etter (%(waves_after)s) "
        "%(after)s. Det er en endring på %(difference)s, og når vi tar med vanlig svingning fra runde til runde, kan "
        "den være alt fra %(low)s til %(high)s."
    )
    return f"{told} {_claim(pooled)}" % figures


def _claim(pooled: Pooled) -> str:
    if pooled.claim is Claim.NOTHING:
        return _("Så mye kan tallet svinge uten at noe er endret.")
    if pooled.claim is Claim.BECAUSE:
        return _(
            "Endringen kom som et hopp, og var ikke i gang fra før. Det taler for at den kom av «%(change)s», men "
            "utregningen er et forsøk og ikke et bevis."
        )
    if Ground.TREND_EXPLAINS in pooled.grounds:
        return _("Den kan være en fortsettelse av en utvikling som var i gang før «%(change)s».")
    return _("Den kom etter «%(change)s». Om den kom av det, kan vi ikke si uten noen å sammenlikne med.")


def _slope(slope: Slope, waves: int, formats: Formats) -> str:
    figures = {
        "waves": formats.whole(waves),
        "slope": formats.signed(slope.per_year),
        "low": formats.signed(slope.low),
        "high": formats.signed(slope.high),
        "p": formats.probability(slope.p),
    }
    if not slope.found:
        return _("Over %(waves)s runder ser vi ingen jevn utvikling (justert %(p)s).") % figures
    return (
        _(
            "Over %(waves)s runder har tallet endret seg jevnt med omtrent %(slope)s poeng i året (%(low)s til "
            "%(high)s, justert %(p)s)."
        )
        % figures
    )
