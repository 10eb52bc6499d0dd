from django.urls import path

from ashi.learn import views

app_name = "learn"
urlpatterns = [
    path("", views.home, name="home"),
    path("learn/back-pain/", views.back_pain, name="back_pain"),
    path("learn/evidence/", views.evidence, name="evidence"),
]
