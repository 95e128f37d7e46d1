"""Addresses of the panel's room and the moderators' desk, below the admin."""

from django.urls import path

from moderation.views import desk, kept, labels, panel, proposals, translations

app_name = "moderation"

urlpatterns = [
    path("panel/", panel.for_my_panel, name="for_my_panel"),
    path("panel/ballots/<int:ballot_id>/", panel.show_ballot, name="ballot"),
    path("panel/ballots/<int:ballot_id>/session/", panel.hold_session, name="hold_session"),
    path("panel/<int:panel_id>/levels/<slug:language>/", labels.propose_labels, name="propose_labels"),
    path("panel/kept/<uuid:key>/", kept.show_kept_words, name="kept_words"),
    path("panel/kept/<uuid:key>/throw-away/", kept.throw_away, name="throw_away_kept_words"),
    path("translations/", translations.show_translations, name="translations"),
    path("translations/<int:page_id>/start/", translations.start_translation, name="start_translation"),
    path("translations/<int:page_id>/update/", translations.update_translation, name="update_translation"),
    path("translations/<int:page_id>/send/", translations.send_translation, name="send_translation"),
    path("translations/<int:page_id>/checked/", translations.speaker_checked, name="speaker_checked"),
    path("desk/", desk.show_desk, name="desk"),
    path("desk/checks/<int:check_id>/", desk.show_check, name="check"),
    path("desk/checks/<int:check_id>/sign/", desk.sign_check, name="sign_check"),
    path("desk/checks/<int:check_id>/send-back/", desk.send_check_back, name="send_check_back"),
    path("desk/levels/<int:proposal_id>/", labels.show_proposal, name="label_proposal"),
    path("desk/levels/<int:proposal_id>/agree/", labels.agree_to_labels, name="agree_to_labels"),
    path("desk/levels/<int:proposal_id>/decline/", labels.decline_labels, name="decline_labels"),
    path("second-person/", proposals.show_proposals, name="proposals"),
    path("second-person/<int:proposal_id>/", proposals.show_change, name="proposal"),
    path("second-person/<int:proposal_id>/agree/", proposals.agree_to_change, name="agree_to_change"),
    path("second-person/<int:proposal_id>/decline/", proposals.decline_change, name="decline_change"),
    path("second-person/<int:proposal_id>/take-back/", proposals.take_change_back, name="take_change_back"),
    path("desk/pages/<int:page_id>/withdraw/", desk.withdraw, name="withdraw"),
    path("desk/takedowns/<int:takedown_id>/put-back/", desk.put_back, name="put_back"),
]
