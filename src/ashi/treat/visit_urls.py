"""What a patient tells on the private page of a visit that has been."""

from django.urls import path

from ashi.web.later import Views

app_name = "after"
after = Views("ashi.treat.views.after")
urlpatterns = [
    path("<str:token>/after/", after.tell, name="tell"),
    path("<str:token>/after/told/", after.told, name="told"),
]
