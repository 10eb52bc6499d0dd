"""`{{ service|said:"name" }}`: what the clinic calls it, in the language of the page."""

from django import template

from ashi.web.bilingual import in_page_language

register = template.Library()
register.filter("said", in_page_language)
