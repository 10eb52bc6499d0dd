from django.urls import path

from ashi.web.later import Views

app_name = "book"
booked = Views("ashi.book.views.booked")
details = Views("ashi.book.views.details")
keep = Views("ashi.book.views.keep")
week = Views("ashi.book.views.week")
CHOICE = "<slug:location>/<slug:who>/<slug:service>/"
urlpatterns = [
    path("", week.begin, name="begin"),
    path("booked/<str:reference>/", booked.booked, name="booked"),
    path(CHOICE, week.week, name="week"),
    path(f"{CHOICE}keep/", keep.keep, name="keep"),
    path(f"{CHOICE}your-time/", details.details, name="details"),
    path(f"{CHOICE}your-time/longer/", keep.longer, name="longer"),
    path(f"{CHOICE}your-time/give-back/", keep.give_back, name="give_back"),
    path("<slug:location>/", week.begin),
    path("<slug:location>/<slug:who>/", week.begin),
]
