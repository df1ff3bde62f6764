"""Print who may give whom what, as the code has it now; a human reviews it.

python -m tests.domain.organisations.propose_giving > tests/domain/organisations/giving.csv
"""

import os


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.db import connection, transaction
    from django.test.utils import setup_test_environment

    from tests.domain.organisations.giving import build, write

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    with transaction.atomic():
        write(build())
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
