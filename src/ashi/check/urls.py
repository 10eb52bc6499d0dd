from django.urls import path

from ashi.web.later import Views

app_name = "check"
views = Views("ashi.check.views")
visit_views = Views("ashi.check.visit_views")
urlpatterns = [
    path("check/", views.start, name="start"),
    path("check/guardian/", views.guardian, name="guardian"),
    path("check/result/", views.result, name="result"),
    path("check/stop/", views.stop, name="stop"),
    path("check/<slug:name>/", views.questions, name="questions"),
    path("visit/<str:token>/pain/", visit_views.pain, name="pain"),
    path("visit/<str:token>/again/", visit_views.again, name="again"),
    path("visit/<str:token>/again/answer/", visit_views.answered, name="answered"),
]
