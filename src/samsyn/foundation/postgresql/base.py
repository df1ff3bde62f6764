"""PostgreSQL whose absence is found out once, and not by each page anew."""

from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from samsyn.foundation.patience import Patience

patience = Patience()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL; for a second after nobody answered, nobody is asked."""

    def get_new_connection(self, conn_params: Any) -> Any:
        if patience.is_discouraged():
            raise OperationalError("the database did not answer just now")
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            patience.waited_in_vain()
            raise
