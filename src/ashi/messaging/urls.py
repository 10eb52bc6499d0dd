from django.urls import path

from ashi.messaging import views

app_name = "mailbox"
urlpatterns = [
    path("demo/mailbox/", views.mails, name="mails"),
    path("demo/mailbox/<int:pk>/", views.mail, name="mail"),
    path("demo/mailbox/<int:pk>/html/", views.html, name="html"),
    path("demo/mailbox/<int:pk>/visit.ics", views.calendar, name="calendar"),
]
