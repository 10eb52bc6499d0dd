from django.urls import path

from ashi.web.later import Views

app_name = "visit"
again = Views("ashi.book.views.again")
calendar = Views("ashi.book.views.calendar")
course = Views("ashi.book.views.course")
moving = Views("ashi.book.views.moving")
rather = Views("ashi.book.views.rather")
visit = Views("ashi.book.views.visit")
waiting = Views("ashi.book.views.waiting")
urlpatterns = [
    path("", again.ask, name="ask"),
    path("sent/", again.sent, name="sent"),
    path("<str:token>/", visit.page, name="page"),
    path("<str:token>/move/", moving.move, name="move"),
    path("<str:token>/earlier/", waiting.earlier, name="earlier"),
    path("<str:token>/earlier/no-more/", waiting.no_more, name="no_more"),
    path("<str:token>/earlier/<int:pk>/yes/", waiting.yes, name="offer_yes"),
    path("<str:token>/earlier/<int:pk>/no/", waiting.no, name="offer_no"),
    path("<str:token>/rather/", rather.rather, name="rather"),
    path("<str:token>/cancel/", visit.cancel, name="cancel"),
    path("<str:token>/course/", course.course, name="course"),
    path("<str:token>/course.ics", course.calendar, name="course_calendar"),
    path("<str:token>/visit.ics", calendar.calendar, name="calendar"),
]
