"""What the tables of libraries keep, of whom, why and for how long."""

from functools import partial

from samsyn.foundation.classification import DisposalTerm, Ends, Group, Personal, Secrecy

TITLE = "Tables of the framework and its libraries"
_NOBODY = "nobody: no page shows it"
_login = partial(Group, personal=Personal.YES, secrecy=Secrecy.SECURITY, shown=_NOBODY)
_unused = partial(Group, purpose="None of ours: the framework has the table",
                  shown=_NOBODY)  # fmt: skip

CLASSIFIED = (
    _login(
        of="Session",
        fields="session_key session_data expire_date",
        purpose="To stay logged in, for twelve hours at most",
        term=DisposalTerm(
            "at logout; one that has ended opens nothing, but nothing removes it yet", Ends.BY_HAND
        ),
    ),
    _login(
        of="EmailAddress",
        fields="user email verified primary",
        purpose="To reset a password; the address as in the account",
    ),
    _login(
        of="EmailConfirmation",
        personal=Personal.NO,
        fields="email_address created sent key",
        purpose="None: an address is proved by a signed link, and no row is made",
    ),
    _login(
        of="Authenticator",
        fields="user type data created_at last_used_at",
        purpose="To demand a second factor; its secret is sealed",
        term=DisposalTerm("when the second factor is reset or taken away", Ends.BY_HAND),
    ),
    Group(
        of="DBTaskResult",
        fields="id status enqueued_at started_at finished_at args_kwargs priority task_path "
        "worker_ids queue_name backend_name run_after return_value exception_class_path traceback",
        purpose="To do work in order, once; it is named by keys",
        personal=Personal.LINKED,
        secrecy=Secrecy.SECURITY,
        acts=("operate",),
        shown="that something waits or has failed",
    ),
    Group(
        of="Worker",
        fields="name started_at seen_at",
        purpose="To know that somebody does the work",
        term=DisposalTerm("when the worker has ended", Ends.BY_ITSELF),
        acts=("operate",),
    ),
    _unused(of="Permission", fields="name content_type codename"),
    _unused(of="Group", fields="name"),
    _unused(of="Group_permissions", fields="group permission"),
    Group(
        of="ContentType",
        fields="app_label model",
        purpose="To name the tables, for the framework",
        shown=_NOBODY,
    ),
)
