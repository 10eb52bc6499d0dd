from django.urls import path

from ashi.learn import atlas, sitemap, views

app_name = "learn"
urlpatterns = [
    path("", views.home, name="home"),
    path("learn/back-pain/", views.back_pain, name="back_pain"),
    path("learn/evidence/", views.evidence, name="evidence"),
    path("learn/evidence/trials/", views.trials, name="trials"),
    path("learn/evidence/sources/", views.sources, name="sources"),
    path("learn/evidence.json", views.data, name="data"),
    path("learn/points/", atlas.index, name="points"),
    path("learn/points/map/<slug:name>/", atlas.plate, name="plate"),
    path("learn/points/<str:name>/", atlas.named, name="point"),
    path("learn/points.json", atlas.data, name="points_data"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
]
