"""Print, or with --write add, the lines that access.csv lacks; a human reviews them.

    python -m tests.web.access.propose [--write]

What a rule shuts is written from the rule; what it lets through is asked in a scratch
database, so that each 200 and 422 has to be looked at and believed.
"""

import os
import sys


def main(arguments: list[str]) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.db import connection, transaction
    from django.test.utils import setup_test_environment

    from tests.web.access import matrix
    from tests.web.access.world import VISITORS, build_world, make_objects

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    known = matrix.read() if matrix.FILE.exists() else {}
    with transaction.atomic():
        world = build_world()
        make_objects(world)
        for route, method in matrix.wanted():
            if (route.name, method) in known:
                continue
            if route.parameters - set(world.object_of(route.name)):
                print(f"# {route.name}: no standing object")  # noqa: T201
                continue
            row = {}
            for who in VISITORS:
                with transaction.atomic():
                    shut = matrix.ruled(route, who)
                    row[who] = shut or matrix.ask(world, route, method, who)
                    transaction.set_rollback(True)
            known[route.name, method] = row
            print(",".join([route.name, method, *(str(row[who]) for who in VISITORS)]))  # noqa: T201
        transaction.set_rollback(True)
    if "--write" in arguments:
        matrix.write(known)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
