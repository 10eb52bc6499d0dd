from django.urls import path

from ashi.find import views

app_name = "find"
urlpatterns = [path("", views.practitioners, name="practitioners")]
