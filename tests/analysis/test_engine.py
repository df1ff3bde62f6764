"""Which path is taken, with numba and without."""

import pytest

from samsyn.analysis import engine
from samsyn.analysis.engine import compiled
from samsyn.analysis.errors import InvalidInputError


def test_numpy_is_numpy():
    assert not compiled("numpy", worth=True)


def test_auto_compiles_what_is_worth_it():
    assert compiled("auto", worth=True)
    assert not compiled("auto", worth=False)
    assert compiled("numba", worth=False)


def test_without_numba_the_plain_path_serves_unless_it_is_asked_for(monkeypatch):
    monkeypatch.setattr(engine, "find_spec", lambda name: None)
    assert not compiled("auto", worth=True)
    with pytest.raises(InvalidInputError, match='extra "fast"'):
        compiled("numba", worth=True)
