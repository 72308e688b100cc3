"""Pages about one's own account: signing up and in, and what it holds. Of allauth's pages, those we use, by their names."""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import RedirectView

from entredon.apps.people import account_coming_in as coming_in
from entredon.apps.people import account_second_views as second
from entredon.apps.people import account_session_views, account_views, erasing_views, exporting_views, once_more
from entredon.desk import views as desk

grave = once_more.once_more
"""Around what changes how an account is come into: whoever finds an open browser isn't to take the account over."""

urlpatterns: list[URLPattern | URLResolver] = [
    path("", account_views.account, name="people_account"),
    path("everything/", exporting_views.everything, name="people_everything"),
    path("everything/<str:name>", exporting_views.file, name="people_everything_file"),
    path("erase/", erasing_views.erase, name="people_erase"),
    path("erased/", exporting_views.erased, name="people_erased"),
    path("again/", once_more.again, name="people_again"),
    path("go-on/<str:token>/", desk.go_on, name="go_on"),
    path("signup/", coming_in.sign_up, name="account_signup"),
    path("login/", coming_in.SignIn.as_view(), name="account_login"),
    path("link/", coming_in.link, name="account_link"),
    path("link/<str:token>/", coming_in.use_link, name="account_use_link"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("email/", grave(allauth.email), name="account_email"),
    path("confirm-email/", allauth.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", allauth.confirm_email, name="account_confirm_email"),
    path("password/change/", allauth.PasswordChangeView.as_view(), name="account_change_password"),
    path("password/set/", grave(allauth.PasswordSetView.as_view()), name="account_set_password"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/done/", coming_in.ResetSent.as_view(), name="account_reset_password_done"),
    path("password/reset/key/done/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        coming_in.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path("sessions/", account_session_views.sessions, name="account_sessions"),
    # The second step and passkeys, by allauth's names.
    path("passkey/", second.come_in, name="mfa_login_webauthn"),
    path("safety/", second.Safety.as_view(), name="mfa_index"),
    path("safety/step/", second.SecondStep.as_view(), name="mfa_authenticate"),
    path("safety/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("safety/app/", grave(second.SetUpApp.as_view()), name="mfa_activate_totp"),
    path("safety/app/off/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("safety/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("safety/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("safety/codes/recovery-codes.txt", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("safety/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("safety/passkeys/add/", grave(second.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path("safety/passkeys/again/", second.PasskeyOnceMore.as_view(), name="mfa_reauthenticate_webauthn"),
    path("safety/passkeys/<int:pk>/name/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("safety/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]
