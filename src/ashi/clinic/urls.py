"""The signed-in side. Every view here is behind `gate.staff`; signing in itself is in sign_in_urls."""

from django.urls import path

from ashi.clinic.views import accounts, ask, book, day, leave, lock, move, owner, people, todo, undo, visit, week

app_name = "clinic"
urlpatterns = [
    path("", day.day, name="day"),
    path("day/<str:day>/", day.day, name="day"),
    path("week/", week.week, name="week"),
    path("week/<str:day>/", week.week, name="week"),
    path("visit/<int:pk>/", visit.visit, name="visit"),
    path("visit/<int:pk>/here/", visit.arrive, name="arrive"),
    path("visit/<int:pk>/finished/", visit.finish, name="finish"),
    path("visit/<int:pk>/took-place/", visit.took_place, name="took_place"),
    path("visit/<int:pk>/late/", visit.late, name="late"),
    path("visit/<int:pk>/absent/", visit.no_show, name="no_show"),
    path("visit/<int:pk>/cancel/", visit.cancel, name="cancel"),
    path("visit/<int:pk>/clear/", visit.clear, name="clear"),
    path("visit/<int:pk>/move/", move.move, name="move"),
    path("visit/<int:pk>/ask/", ask.ask, name="ask"),
    path("book/", book.book, name="book"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/same/<int:other>/", people.merge, name="merge"),
    path("people/<int:pk>/apart/<int:other>/", people.apart, name="apart"),
    path("leave/", leave.leave, name="leave"),
    path("leave/<int:pk>/back/", leave.back_absence, name="back_absence"),
    path("closure/<int:pk>/back/", leave.back_closure, name="back_closure"),
    path("to-do/", todo.todo, name="todo"),
    path("to-do/call/<int:pk>/", todo.called, name="called"),
    path("owner/", owner.owner, name="owner"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.new_account, name="new_account"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/link/", accounts.account_link, name="account_link"),
    path("accounts/<int:pk>/close/", accounts.account_close, name="account_close"),
    path("accounts/<int:pk>/open/", accounts.account_open, name="account_open"),
    path("accounts/<int:pk>/second-factor/", accounts.account_second_factor, name="account_second_factor"),
    path("unlock/", lock.unlock, name="unlock"),
    path("here/", lock.here, name="here"),
    path("idle/", lock.state, name="idle"),
    path("undo/<int:pk>/", undo.undo, name="undo"),
    path("undo/noted/<int:pk>/", undo.undo_noted, name="undo_noted"),
]
