"""Writers that meet in real processes lose nothing and approve nothing twice (T07)."""

from collections import Counter

import pytest

from tests.trust.installation import SERVER, installed
from tests.trust.sizes import size

WRITERS = 4


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    with installed(tmp_path_factory.mktemp("races")) as here:
        return here.run("tests.trust.races", WRITERS, size(15, 2000))


def test_the_writers_did_meet(facts):
    acts = Counter(act for _, act, _, _ in facts["work"])
    assert set(acts) == {"edit", "pass_on", "return"}
    assert len(facts["work"]) < WRITERS * size(15, 2000)


def test_no_two_acts_made_the_same_version(facts):
    """Every act that was said to be done made the next version of its report, and none is lost."""
    made = Counter((key, version) for key, _, _, version in facts["work"])
    assert set(made.values()) == {1}
    versions = {int(key): version for key, version in facts["end"]["versions"].items()}
    assert set(made) == {
        (key, version) for key, last in versions.items() for version in range(2, last + 1)
    }


def test_nobody_wrote_over_what_had_not_been_seen(facts):
    assert all(made == seen + 1 for _, _, seen, made in facts["work"])


def test_every_act_left_its_marks(facts):
    acts = Counter(act for _, act, _, _ in facts["work"])
    assert facts["end"]["revisions"] == facts["end"]["edited"] == acts["edit"]
    assert facts["end"]["reviews"] == acts["pass_on"] + acts["return"]


def test_chain_and_counts_hold_after_it(facts):
    assert facts["end"]["breaks"] == facts["breaks"] == []
    assert facts["end"]["differences"] == facts["differences"] == []
    assert facts["negative"] == 0


def test_of_those_who_approve_at_once_one_did(facts):
    assert [sum(told) for told in facts["approved"]] == [1, 1, 1]
    assert sum(facts["taken_back"]) == 1


def test_what_is_sent_many_times_at_once_is_there_once(facts):
    assert facts["sent"] == facts["nothing"] == 1


def test_a_batch_is_approved_and_undone_by_one(facts):
    told = facts["undone"]
    assert (sum(told["approvals"]), told["came"]) == (1, 28)
    assert (sum(told["undos"]), told["left"]) == (1, 0)


def test_of_files_taken_out_at_once_one_is_let_through(facts):
    assert sum(facts["taken_out"]) == 1


def test_a_commit_is_on_disk_before_it_is_told(facts):
    """FULL and the write-ahead log on SQLite; synchronous commits on PostgreSQL."""
    assert facts["storage"] == (["on", "on"] if SERVER else [2, "wal"])
