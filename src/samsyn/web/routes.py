"""Rules for the routes of libraries, by route name; our own views carry theirs."""

RULES_OF_LIBRARIES = {
    "account_login": "public",
    "account_logout": "signed_in",
    "account_reset_password": "public",
    "account_reset_password_done": "public",
    "account_reset_password_from_key": "public",
    "account_reset_password_from_key_done": "public",
    "account_change_password": "signed_in",
    "account_reauthenticate": "signed_in",
    "account_inactive": "public",
    "mfa_index": "signed_in",
    "mfa_authenticate": "public",
    "mfa_reauthenticate": "signed_in",
    "mfa_activate_totp": "signed_in",
    "mfa_deactivate_totp": "signed_in",
    "mfa_generate_recovery_codes": "signed_in",
    "set_language": "public",
}
