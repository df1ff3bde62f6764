"""The speed table: bars, fallbacks, and the workloads that are made up."""

import json

import numpy as np
import pytest
from tools.bench import analysis, analysis_methods, analysis_peers, analysis_workloads
from tools.bench.analysis import Bar, Figure, Peers, line


def test_a_bar_in_times_the_peer():
    bar = Bar("numpy", times=25)
    assert bar.met(Figure(0.02), 0.7) is True
    assert bar.met(Figure(0.03), 0.7) is False
    assert bar.met(Figure(0.02), None) is None
    assert bar.met(Figure(None), 0.7) is None
    assert str(bar) == ">= 25x"


def test_a_bar_in_seconds_and_memory():
    bar = Bar("numpy", seconds=15, megabytes=400)
    assert bar.met(Figure(14, 399), None) is True
    assert bar.met(Figure(16, 100), None) is False
    assert bar.met(Figure(14, 401), None) is False
    assert Bar("numpy").met(Figure(1), 1) is None
    assert (str(bar), str(Bar("numpy"))) == ("<= 15 s, <= 400 MB", "-")


def test_a_line_says_what_was_measured_and_what_was_recorded():
    told = line(
        "Gi*", Bar("numpy", times=25), Figure(0.01, 70, "9 hot"), ("esda", 0.7, "(recorded)")
    )
    for part in (
        "Gi*",
        "0.010 s",
        "70 MB",
        "70.0x",
        ">= 25x",
        "ok",
        "esda 0.7 s (recorded)",
        "9 hot",
    ):
        assert part in told
    absent = line("x", Bar("numba", times=3), Figure(None, note="not there"), None)
    assert "not there" in absent
    assert "MISS" not in absent


@pytest.mark.parametrize("method", ["gi_star", "ears"])
def test_a_method_runs_on_a_made_up_workload(tmp_path, capsys, method):
    assert analysis_methods.main([method, "numpy", str(tmp_path), "1"]) == 0
    figure = json.loads(capsys.readouterr().out)
    assert figure["seconds"] > 0
    assert figure["megabytes"] > 1
    assert figure["note"]


def test_what_is_not_there_is_said(tmp_path, capsys):
    assert analysis_methods.main(["knox_burglaries", "numpy", str(tmp_path), "1"]) == 0
    assert "FileNotFoundError" in json.loads(capsys.readouterr().out)["absent"]


def test_made_up_workloads_have_the_size_and_are_the_same_every_time(tmp_path):
    counts, mondays = analysis_workloads.weekly_counts(tmp_path)
    assert counts.shape == (1000, 417)
    assert np.all(np.diff(mondays).astype(int) == 7)
    events = analysis_workloads.events(tmp_path)
    assert len(events.x) == len(events.day) == 20_000
    assert np.array_equal(events.x, analysis_workloads.events(tmp_path).x)
    row, column, count = analysis_workloads.grid(tmp_path)
    assert len(set(zip(row.tolist(), column.tolist(), strict=True))) == len(count) == 10_000
    series, start = analysis_workloads.interrupted(tmp_path)
    assert series.shape == (500, 72)
    assert start == 48


def test_a_peer_that_is_not_installed_is_said_to_be_absent(tmp_path, capsys, monkeypatch):
    def missing(_arrays):
        raise ImportError("No module named 'esda'")

    monkeypatch.setitem(analysis_peers.PEERS, "esda", missing)
    path = tmp_path / "work.npz"
    np.savez(path, count=np.zeros(3))
    assert analysis_peers.main(["esda", str(path)]) == 0
    assert "esda" in json.loads(capsys.readouterr().out)["absent"]


def test_the_recorded_figure_stands_where_no_peer_is(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(Peers, "measure", lambda self, peer: Figure(None, note="not there"))
    assert analysis.main(["--only", "gi_star", "--quick", "--data", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "esda warm 0.7 s (recorded; not there)" in told
    assert "1 bars met, 0 missed" in told


def test_a_missed_bar_ends_in_1(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(Peers, "measure", lambda self, peer: Figure(1e-9))
    assert analysis.main(["--only", "gi_star", "--quick", "--data", str(tmp_path)]) == 1
    assert "MISS" in capsys.readouterr().out


def test_a_process_that_fails_says_why(tmp_path):
    figure = analysis.measure("no_such_method", "numpy", tmp_path, 1)
    assert figure.seconds is None
    assert "no_such_method" in figure.note


def test_without_r_its_figure_is_recorded(tmp_path, monkeypatch):
    monkeypatch.setattr(analysis.shutil, "which", lambda name: None)
    assert Peers("python3", tmp_path, quick=True).measure("ears").note == "not there (Rscript)"
