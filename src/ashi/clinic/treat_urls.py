"""The chart, behind the clinic's gate: acupuncturists, and owners who are acupuncturists themselves."""

from ashi.clinic.gate import staff
from ashi.records.models import Role
from ashi.treat.urls import patterns

app_name = "treat"
urlpatterns = patterns(staff(Role.ACUPUNCTURIST, Role.OWNER))
