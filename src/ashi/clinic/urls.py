"""The signed-in side. Every view here is behind `gate.staff`; signing in itself is in sign_in_urls."""

from django.urls import path

from ashi.clinic.views import day, visit

app_name = "clinic"
urlpatterns = [
    path("", day.day, name="day"),
    path("day/<str:day>/", day.day, name="day"),
    path("visit/<int:pk>/", visit.visit, name="visit"),
]
