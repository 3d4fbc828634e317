"""Any chart of a document as SVG."""

from reports.documents.bands_chart import bands_svg
from reports.documents.charts import profile_svg
from reports.documents.drawing import Shape, Theme
from reports.documents.model import BandsChart, Chart, Picture, TimelineChart
from reports.documents.trends.chart import trend_svg
from reports.documents.trends.timeline import timeline_svg


def picture_svg(picture: Picture, *, shape: Shape, theme: Theme) -> str:
    """Return the picture. The first drawing in a process takes about two seconds: keep it out of a request."""
    if isinstance(picture, Chart):
        return profile_svg(picture, shape=shape, theme=theme)
    if isinstance(picture, BandsChart):
        return bands_svg(picture, shape=shape, theme=theme)
    if isinstance(picture, TimelineChart):
        return timeline_svg(picture, shape=shape, theme=theme)
    return trend_svg(picture, shape=shape, theme=theme)
