from django.urls import path
from django.views.generic import RedirectView

from ashi.learn import views
from ashi.web.later import later

app_name = "learn"
ATLAS = "ashi.learn.atlas"
urlpatterns = [
    path("", views.home, name="home"),
    path("learn/", RedirectView.as_view(pattern_name="learn:back_pain")),  # an address that was shortened
    path("learn/back-pain/", views.back_pain, name="back_pain"),
    path("learn/evidence/", views.evidence, name="evidence"),
    path("learn/evidence/trials/", views.trials, name="trials"),
    path("learn/evidence/sources/", views.sources, name="sources"),
    path("learn/evidence.json", views.data, name="data"),
    path("learn/points/", later(ATLAS, "index"), name="points"),
    path("learn/points/map/<slug:name>/", later(ATLAS, "plate"), name="plate"),
    path("learn/points/<str:name>/", later(ATLAS, "named"), name="point"),
    path("learn/points.json", later(ATLAS, "data"), name="points_data"),
    path("sitemap.xml", later("ashi.learn.sitemap", "sitemap"), name="sitemap"),
]
