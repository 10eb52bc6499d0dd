from django.urls import path

from ashi.book.views import again, calendar, course, moving, visit

app_name = "visit"
urlpatterns = [
    path("", again.ask, name="ask"),
    path("sent/", again.sent, name="sent"),
    path("<str:token>/", visit.page, name="page"),
    path("<str:token>/move/", moving.move, name="move"),
    path("<str:token>/cancel/", visit.cancel, name="cancel"),
    path("<str:token>/course/", course.course, name="course"),
    path("<str:token>/course.ics", course.calendar, name="course_calendar"),
    path("<str:token>/visit.ics", calendar.calendar, name="calendar"),
]
