from django.urls import path

from ashi.web import birth_date, views

app_name = "web"
urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("visit/<str:token>/birth-date/", birth_date.ask, name="birth_date"),
]
