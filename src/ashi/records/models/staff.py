"""The people who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from ashi.records.models.people import Practitioner


class Role(models.TextChoices):
    DESK = "desk"
    ACUPUNCTURIST = "acupuncturist"
    OWNER = "owner"


class User(AbstractUser):
    role = models.CharField(max_length=16, choices=Role, default=Role.DESK)
    practitioner = models.OneToOneField(Practitioner, null=True, blank=True, on_delete=models.PROTECT)
    invented = models.BooleanField(default=False)
