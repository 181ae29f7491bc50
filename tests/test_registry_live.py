"""The living registry against a server of our own that answers as the services do, their faults included."""

# ruff: noqa: E501 - answers stand as services write them

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

from claimlint.cli import app
from claimlint.errors import ClaimlintError, ConfigError, RegistryError
from claimlint.evidence.live import refresh as live
from claimlint.evidence.live.fetch import Fetcher, Patience
from claimlint.evidence.live.services import questions, services
from claimlint.evidence.registry import import_files, open_registry

pytest.importorskip("httpx", reason="the extra live is not installed")
pytest.importorskip("stamina", reason="the extra live is not installed")
TODAY = "2026-11-22"
FAST = Patience(answer=0.5, attempts=4, first=0.01, jitter=0.0)


def article(pmid: str, *, retracted: bool = False) -> str:
    note = '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>J. 2026;1:2</RefSource><PMID>99000900</PMID></CommentsCorrections></CommentsCorrectionsList>'
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article><Journal><JournalIssue><PubDate><Year>2021</Year></PubDate></JournalIssue><Title>J</Title></Journal>"
        f"<ArticleTitle>Walking {pmid}</ArticleTitle><Abstract><AbstractText>Adults walked.</AbstractText></Abstract></Article>{note if retracted else ''}</MedlineCitation></PubmedArticle>"
    )


class World:
    """What the services know, which faults they have next, and what they were asked."""

    def __init__(self):
        self.faults: list[str] = []
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.retracted: set[str] = set()
        self.known = {str(n) for n in range(99000001, 99000400)}
        self.agents: set[str] = set()

    def pubmed(self, query):
        found = [article(p, retracted=p in self.retracted) for p in query["id"].split(",") if p in self.known]
        return "text/xml; charset=UTF-8", f"<?xml version='1.0'?><PubmedArticleSet>{''.join(found)}</PubmedArticleSet>"

    def crossref(self, query):
        dois = [part.removeprefix("doi:") for part in query["filter"].split(",")]
        works = [{"DOI": d, "title": [f"Work {d}"], "type": "journal-article", "reference-count": 1, "issued": {"date-parts": [[2020]]},
                  **({"updated-by": [{"type": "retraction", "DOI": "10.5555/note", "updated": {"date-time": "2026-10-01T00:00:00Z"}}]} if d in self.retracted else {})}
                 for d in dois if d.startswith("10.5555/")]  # fmt: skip
        return "application/json", json.dumps({"status": "ok", "message-type": "work-list", "message": {"items": works}})

    def openalex(self, query):
        scheme, _, values = query["filter"].partition(":")
        works = [{"id": "https://openalex.org/W1", "doi": f"https://doi.org/{v}" if scheme == "doi" else None, "ids": {"pmid": v} if scheme == "pmid" else {},
                  "title": f"Work {v}", "publication_year": 2020, "is_retracted": v in self.retracted} for v in values.split("|")]  # fmt: skip
        return "application/json", json.dumps({"results": works})

    def europepmc(self, query):
        doi = query["query"].partition('DOI:"')[2].partition('"')[0]
        result = (
            [{"source": "MED", "pmid": "99000300", "doi": doi, "title": f"Work {doi}", "pubYear": "2020", "abstractText": "Adults slept."}]
            if doi
            else []
        )
        return "application/json;charset=UTF-8", json.dumps({"resultList": {"result": result}})

    def clinicaltrials(self, query):
        studies = [
            {"protocolSection": {"identificationModule": {"nctId": n, "briefTitle": "A planned trial"}}}
            for n in query["filter.ids"].split(",")
        ]
        return "application/json", json.dumps({"studies": studies})


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        world = self.server.world
        name = urlsplit(self.path).path.strip("/")
        query = {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
        world.asked.append((name, query))
        world.agents.add(self.headers["User-Agent"])
        kind, body = getattr(world, name)(query)
        self.answer(world.faults.pop(0) if world.faults else "", kind, body.encode())

    def answer(self, fault, kind, body):
        status, after = (int(fault[:3]), fault[4:]) if fault[:3].isdigit() else (200, "")
        if fault == "slow":
            time.sleep(1.0)
        if fault == "drop":
            return
        kind = {"html": "text/html"}.get(fault, kind)
        body = {"html": b"<html>Sign in</html>", "latin": "é".encode("latin-1")}.get(
            fault, body[: len(body) // 2] if fault == "cut" else body
        )
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body) + (100 if fault == "short" else 0)))
            if after:
                self.send_header("Retry-After", after)
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # whoever asked has lost patience: that is what "slow" is for

    def log_message(self, *arguments):
        pass


@pytest.fixture
def world(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.world = World()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    for name in ("PUBMED", "CROSSREF", "OPENALEX", "EUROPEPMC", "CLINICALTRIALS"):
        monkeypatch.setenv(f"CLAIMLINT_URL_{name}", f"http://127.0.0.1:{server.server_port}/{name.lower()}")
    for name in ("NCBI_API_KEY", "OPENALEX_API_KEY", "CLAIMLINT_EMAIL", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    yield server.world
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetcher():
    made = live.fetcher()
    quick = Fetcher(made.formats, FAST, pause=lambda _: None)
    yield quick
    quick.close()


@pytest.fixture
def registry(tmp_path) -> str:
    """Three works known by PubMed numbers, two by DOIs, one that nobody knows."""
    path = tmp_path / "a.json"
    works = [{"title": f"Walking 9900000{n}", "PMID": f"9900000{n}"} for n in (1, 2, 3)]
    works += [{"title": f"Work 10.5555/{n}", "DOI": f"10.5555/{n}"} for n in "ab"] + [{"title": "Ghost", "DOI": "10.9999/ghost"}]
    path.write_text(json.dumps(works), encoding="utf-8")
    import_files(tmp_path / "r.db", [path])
    return str(tmp_path / "r.db")


def refreshed(registry, fetcher, names=("pubmed", "crossref"), today=TODAY, environ=None):
    import os

    known = services(environ or os.environ)
    opened = open_registry(registry)
    asking = live.plan(opened, [known[n] for n in names], today, 0)
    opened.close()
    return live.refresh(registry, asking, fetcher, today, lambda *_: None)


def held(registry, scheme, value):
    opened = open_registry(registry)
    try:
        return opened.by_id(scheme, value)
    finally:
        opened.close()


def test_a_refresh_brings_what_was_missing_and_the_day(world, fetcher, registry):
    done = refreshed(registry, fetcher)
    assert (done.asked, done.answered, done.unknown, done.noticed, done.stopped) == (6, 5, ("doi:10.9999/ghost",), (), "")
    record = held(registry, "pmid", "99000001")
    assert (record.abstract, record.journal, record.year, record.checked) == ("Adults walked.", "J", 2021, TODAY)
    assert held(registry, "doi", "10.9999/ghost").checked == ""


def test_a_retraction_since_last_time_is_told(world, fetcher, registry):
    refreshed(registry, fetcher, today="2026-10-01")
    world.retracted |= {"99000002", "10.5555/a"}
    done = refreshed(registry, fetcher)
    assert done.noticed == (("pmid:99000002", "retraction"), ("doi:10.5555/a", "retraction"))
    assert refreshed(registry, fetcher, today="2026-11-23").noticed == ()


@pytest.mark.parametrize("fault", ["429", "429:0.01", "500", "502", "503", "504", "slow", "drop", "cut", "short", "html", "latin"])
def test_a_fault_that_passes_is_passed_over(world, fetcher, registry, fault):
    world.faults = [fault, "", fault]
    done = refreshed(registry, fetcher)
    assert (done.answered, done.stopped) == (5, "")
    assert len(world.asked) == 4


@pytest.mark.parametrize("fault", ["429", "500", "slow", "drop", "cut", "short", "html", "latin", "401", "404"])
def test_a_fault_that_stays_ends_the_refresh_and_keeps_what_came_before(world, fetcher, registry, fault, monkeypatch):
    monkeypatch.setattr(live, "_BATCH", 2)
    world.faults = ["", *[fault] * 20]
    done = refreshed(registry, fetcher)
    assert done.answered == 2
    assert "PubMed" in done.stopped
    assert held(registry, "pmid", "99000001").checked == TODAY
    assert held(registry, "pmid", "99000003").checked == ""
    world.faults, world.asked = [], []
    again = refreshed(registry, fetcher)
    assert (again.answered, again.stopped) == (3, "")
    assert not [q for _, q in world.asked if "99000001" in q.get("id", "")]  # goes on where it stopped


def test_a_work_is_done_with_all_services_or_with_none(world, fetcher, tmp_path):
    path = tmp_path / "b.json"
    path.write_text(json.dumps([{"title": "Walking 99000001", "PMID": "99000001", "DOI": "10.5555/both"}]), encoding="utf-8")
    import_files(tmp_path / "b.db", [path])
    world.faults = ["", *["500"] * 20]
    assert refreshed(str(tmp_path / "b.db"), fetcher).stopped
    assert held(str(tmp_path / "b.db"), "pmid", "99000001").checked == ""


def test_all_services_are_understood(world, fetcher, registry):
    done = refreshed(registry, fetcher, names=("pubmed", "crossref", "openalex", "europepmc"))
    assert done.stopped == ""
    assert {name for name, _ in world.asked} == {"pubmed", "crossref", "openalex", "europepmc"}


def test_a_doi_with_a_comma_is_asked_about_alone():
    known = services({})
    for name, path in (("crossref", "/works/10.5555%2Fa%2Cb"), ("openalex", "/works/doi:10.5555%2Fa%2Cb")):
        asking = questions(known[name], [("doi", "10.5555/plain"), ("doi", "10.5555/a,b")])
        assert [(q.asked, q.url.endswith(path)) for q in asking] == [
            ((("doi", "10.5555/a,b"),), True),
            ((("doi", "10.5555/plain"),), False),
        ]


def test_what_was_not_asked_for_is_not_let_in(world, fetcher, registry):
    world.pubmed = lambda _: ("text/xml", f"<PubmedArticleSet>{article('99000001')}{article('99000399')}</PubmedArticleSet>")
    refreshed(registry, fetcher, names=("pubmed",))
    assert held(registry, "pmid", "99000399") is None


def test_keys_and_addresses_come_from_the_environment(world, fetcher, registry, monkeypatch):
    monkeypatch.setenv("NCBI_API_KEY", "k3y")
    monkeypatch.setenv("CLAIMLINT_EMAIL", "desk@example.org")
    refreshed(registry, fetcher)
    asked = dict(world.asked)
    assert (asked["pubmed"]["api_key"], asked["pubmed"]["email"], asked["crossref"]["mailto"]) == (
        "k3y",
        "desk@example.org",
        "desk@example.org",
    )
    assert all("mailto:desk@example.org" in agent for agent in world.agents)


def test_a_key_is_never_shown(world, fetcher, registry, monkeypatch):
    monkeypatch.setenv("NCBI_API_KEY", "k3y")
    world.faults = ["500"] * 20
    assert "k3y" not in refreshed(registry, fetcher).stopped


def test_services_are_asked_no_more_often_than_they_allow(world):
    now, waits = [0.0], []

    def pause(seconds):
        waits.append(seconds)
        now[0] += seconds

    made = Fetcher(live.fetcher().formats, FAST, clock=lambda: now[0], pause=pause)
    pubmed = services(__import__("os").environ)["pubmed"]
    for question in questions(pubmed, [("pmid", str(99000001 + n)) for n in range(250)]):
        made.ask(question)
    made.close()
    assert [len(q["id"].split(",")) for _, q in world.asked] == [100, 100, 50]
    assert waits == pytest.approx([1 / 3, 1 / 3])


def test_patience_keeps_to_what_a_service_asks(world, fetcher, registry):
    world.faults = ["429:1"]
    began = time.monotonic()
    refreshed(registry, fetcher, names=("pubmed",))
    assert time.monotonic() - began >= 1.0


def test_an_answer_without_end_is_refused(world, fetcher, registry, monkeypatch):
    monkeypatch.setattr("claimlint.evidence.live.fetch._LARGEST", 50)
    assert "MB" in refreshed(registry, fetcher).stopped


def run(*arguments):
    return CliRunner().invoke(app, ["registry", *arguments])


def test_a_dry_run_asks_nothing_and_writes_nothing(world, registry):
    done = run("refresh", "--registry", registry, "--dry-run", "--today", TODAY)
    assert done.exit_code == 0
    assert (
        done.stdout
        == "would ask PubMed about 3 works in 1 questions, 0 s at least\nwould ask Crossref about 3 works in 1 questions, 0 s at least\n"
    )
    assert world.asked == []
    assert held(registry, "pmid", "99000001").checked == ""


def test_refresh_by_command_tells_and_exits(world, registry):
    done = run("refresh", "--registry", registry, "--today", TODAY)
    assert (done.exit_code, done.stdout) == (0, "asked about 6, 5 answered\nnobody knows doi:10.9999/ghost\n")
    world.retracted.add("99000001")
    done = run("refresh", "--registry", registry, "--today", "2026-11-23")
    assert done.exit_code == 1
    assert "error: pmid:99000001: retraction\n" in done.stdout
    assert run("refresh", "--registry", registry, "--today", "2026-11-23", "--dry-run").stdout.startswith(
        "would ask Crossref about 1 works"
    )


def test_add_by_command(world, tmp_path):
    registry = str(tmp_path / "new.db")
    done = run("add", "99000005", "https://doi.org/10.5555/NEW", "NCT09900001", "--registry", registry, "--today", TODAY)
    assert (done.exit_code, done.stdout) == (0, "3 records written\n")
    record = held(registry, "doi", "10.5555/new")
    assert (record.key, record.abstract, record.checked) == ("pmid:99000300", "Adults slept.", TODAY)
    assert held(registry, "nct", "NCT09900001").types == ("Clinical Trial Registration",)
    done = run("add", "12345", "--registry", registry)
    assert (done.exit_code, done.stdout) == (1, "0 records written\nnobody knows pmid:12345\n")


def test_what_is_no_identifier_or_no_database_is_told(world, registry, tmp_path):
    for arguments, kind in [(("add", "hello", "--registry", registry), ConfigError), (("refresh", "--registry", str(tmp_path)), ConfigError),
                            (("refresh", "--registry", str(tmp_path / "none.db")), RegistryError), (("refresh", "--registry", registry, "--service", "pubmd"), ConfigError)]:  # fmt: skip
        error = run(*arguments).exception
        assert isinstance(error, kind)
        assert isinstance(error, ClaimlintError)
        assert error.remedy


def test_a_refused_connection_is_told_with_its_service(fetcher, registry, monkeypatch):
    monkeypatch.setenv("CLAIMLINT_URL_PUBMED", "http://127.0.0.1:9/pubmed")
    stopped = refreshed(registry, fetcher).stopped
    assert stopped.startswith("http://127.0.0.1:9/pubmed: PubMed did not answer")


def test_progress_is_shown_on_a_terminal_and_nowhere_else(capsys, monkeypatch):
    import sys

    from claimlint.cli import living

    with living._bar(10) as progress:  # noqa: SLF001 - what only a terminal shows
        progress(5, 10, "PubMed")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with living._bar(10) as progress:  # noqa: SLF001 - likewise
        progress(5, 10, "PubMed")
    shown = capsys.readouterr()
    assert (shown.out, bool(shown.err)) == ("", True)


def test_a_reinstated_work_is_not_told_as_retracted(world, fetcher, registry, tmp_path):
    refreshed(registry, fetcher, today="2026-10-01")
    (tmp_path / "n.json").write_text(json.dumps({"reinstatements": {"10.5555/a": None}}), encoding="utf-8")
    import_files(registry, [tmp_path / "n.json"])
    world.retracted.add("10.5555/a")
    assert refreshed(registry, fetcher).noticed == ()
