"""Every address of the register."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from actions.views import reminding, reporting
from loneliness.register import (
    board_views,
    check_views,
    gap_views,
    jobs,
    list_views,
    meeting_views,
    message_views,
    public_views,
    redact_views,
    views,
)

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler500 = "loneliness.ui.unavailable.server_error"
urlpatterns = [
    path("", views.home, name="home"),
    path("my-actions/", views.my_actions, name="my-actions"),
    path("my-reminders/", reminding.my_reminders, name="my-reminders"),
    path("boards/<slug:slug>/", board_views.board, name="board"),
    path("boards/<slug:slug>/trends/", board_views.board_trends, name="board-trends"),
    path("boards/<slug:slug>/calendar/<str:token>.ics", board_views.calendar, name="calendar"),
    path("boards/<slug:slug>/meetings/add/", meeting_views.add_meeting, name="add-meeting"),
    path("public/boards/<slug:slug>/", public_views.public_board, name="public-board"),
    path("meetings/<int:pk>/", meeting_views.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", meeting_views.edit_meeting, name="edit-meeting"),
    path("meetings/<int:pk>/call/", meeting_views.call, name="call"),
    path("meetings/<int:pk>/chase/", meeting_views.chase, name="chase"),
    path("meetings/<int:pk>/decisions/add/", meeting_views.decision, name="add-decision"),
    path("meetings/<int:pk>/confirm/", meeting_views.confirm_record, name="confirm-record"),
    path("meetings/<int:pk>/issue/", meeting_views.issue, name="issue"),
    path("meetings/<int:pk>/pack/", meeting_views.pack_page, name="pack"),
    path("meetings/<int:pk>/pack.pdf", meeting_views.pack_pdf, name="pack-pdf"),
    path("meetings/<int:pk>/pack.docx", meeting_views.pack_word, name="pack-word"),
    path("meetings/<int:pk>/pack-<int:number>/", meeting_views.pack_page, name="addendum"),
    path("meetings/<int:pk>/pack-<int:number>.pdf", meeting_views.pack_pdf, name="addendum-pdf"),
    path("meetings/<int:pk>/pack-<int:number>.docx", meeting_views.pack_word, name="addendum-word"),
    path("groups/", views.groups, name="groups"),
    path("groups/transitions/", views.transitions, name="transitions"),
    path("groups/<slug:code>/", views.group, name="group"),
    path("checks/", check_views.needs_checking, name="checks"),
    path("checks/<int:pk>/", check_views.check, name="check"),
    path("saved/", list_views.save_filter, name="save-filter"),
    path("saved/columns/", list_views.choose_columns, name="choose-columns"),
    path("saved/<int:pk>/", list_views.open_filter, name="saved-filter"),
    path("saved/<int:pk>/remove/", list_views.remove_filter, name="remove-filter"),
    path("redact/<str:model>/<int:pk>/", redact_views.redact, name="redact"),
    path("gaps/", gap_views.gaps, name="gaps"),
    path("gaps/<slug:identity>/accept/", gap_views.accept, name="accept-gap"),
    path("gaps/<slug:identity>/take-back/", gap_views.take_back, name="take-back-gap"),
    path("operations/", gap_views.operations, name="operations"),
    path("messages/", message_views.message_list, name="messages"),
    path("messages/due/", message_views.due, name="messages-due"),
    path("messages/<int:pk>/", message_views.message, name="message"),
    path("messages/<int:pk>/release/", message_views.release, name="message-release"),
    path("messages/<int:pk>/withdraw/", message_views.withdraw, name="message-withdraw"),
    path("messages/<int:pk>/try-again/", message_views.try_again, name="message-try-again"),
    path("search/", views.search, name="search"),
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite_person, name="invite"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("health/", views.health, name="health"),
    path("evidence/", include("evidence.urls")),
    path("estimates/", include("estimates.urls")),
    path("actions/", include("actions.urls")),
    path("report/<str:token>/", reporting.report, name="report"),
    path("report/<str:token>/reminders/", reminding.by_link, name="report-reminders"),
    path("report/<str:token>/<slug:key>/", reporting.report_on, name="report-on"),
    path(
        "report/<str:token>/<slug:key>/<int:pk>/object/",
        reporting.report_objection,
        name="report-object",
    ),
    path(
        "report/<str:token>/<slug:key>/not-mine/", reporting.report_not_mine, name="report-not-mine"
    ),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
