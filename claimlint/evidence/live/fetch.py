"""A question to a service → what it answers, parsed; patient with what passes, plain about what does not."""

from __future__ import annotations

import contextlib
import io
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType
from typing import TYPE_CHECKING

from claimlint.errors import RegistryError
from claimlint.evidence.formats import Format, Marked, Snapshot
from claimlint.evidence.live.services import Question

if TYPE_CHECKING:
    import httpx

    from claimlint.model import EvidenceRecord

_LARGEST = 64_000_000  # bytes of one answer
_LONGEST_WAIT = 120.0  # seconds, whatever a service asks for
_PASSING = (408, 425, 429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for an answer (seconds), how often to ask, and how long to wait before asking again."""

    answer: float = 30.0
    attempts: int = 5
    first: float = 1.0
    jitter: float = 1.0


class Passing(Exception):  # noqa: N818 - no error yet: it is asked again
    """A failure that may pass; `after` is how many seconds the service asks to be left alone, 0 where it does not say."""

    def __init__(self, words: str, after: float = 0.0) -> None:
        """Keep what went wrong in words."""
        super().__init__(words)
        self.words, self.after = words, after


@dataclass(slots=True)
class Fetcher:
    """Asks services, none more often than it allows."""

    formats: dict[str, Format]
    patience: Patience = Patience()
    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep
    _last: dict[str, float] = field(default_factory=dict)
    _client: httpx.Client | None = None

    def ask(self, question: Question) -> tuple[EvidenceRecord | Marked, ...]:
        """Return what a service answers. Raises RegistryError where it does not, after asking as often as patience allows."""
        httpx, stamina = _libraries()
        service, patience = question.service, self.patience
        waits = {"wait_initial": patience.first, "wait_max": _LONGEST_WAIT, "wait_jitter": patience.jitter}
        try:
            for attempt in stamina.retry_context(on=_again, attempts=patience.attempts, timeout=None, **waits):
                with attempt:
                    self._wait(question)
                    try:
                        return self._read(question, self._answer(question))
                    except httpx.TransportError as error:
                        raise Passing(f"{type(error).__name__}: {error}".strip(": ")) from error
        except Passing as error:
            remedy = "run the command again: it goes on where it stopped"
            raise RegistryError(f"{service.name} did not answer ({error.words})", path=question.url, remedy=remedy) from error
        return ()  # never: the last attempt returns or raises

    def close(self) -> None:
        """Let go of connections."""
        if self._client is not None:
            self._client.close()

    def _wait(self, question: Question) -> None:
        """Keep to the rate that the service allows."""
        service, now = question.service, self.clock()
        ready = self._last.get(service.id, float("-inf")) + 1 / service.per_second
        if ready > now:
            self.pause(ready - now)
        self._last[service.id] = max(now, ready)

    def _answer(self, question: Question) -> str:
        httpx, _ = _libraries()
        if self._client is None:
            self._client = httpx.Client(timeout=self.patience.answer, headers={"User-Agent": _agent(question.service.mail)})
        with self._client.stream("GET", question.url, params=dict(question.parameters)) as response:
            _status(question, response)
            body = bytearray()
            for piece in response.iter_bytes():
                body += piece
                if len(body) > _LARGEST:
                    raise RegistryError(f"{question.service.name} sent more than {_LARGEST // 1_000_000} MB", path=question.url)
        try:
            return body.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Passing("the answer is no UTF-8 text") from None

    def _read(self, question: Question, text: str) -> tuple[EvidenceRecord | Marked, ...]:
        used = self.formats[question.service.format]
        try:
            parsed = used.parse(question.service.name, io.StringIO(text))
            return tuple(item for item, _ in parsed if not isinstance(item, Snapshot))
        except RegistryError as error:  # cut short on its way, most likely
            raise Passing(f"the answer cannot be read: {error.message}") from error


def _status(question: Question, response: httpx.Response) -> None:
    """Raise Passing for what may pass, RegistryError for what will not."""
    code = response.status_code
    if code in _PASSING:
        raise Passing(f"status {code}", _after(response.headers.get("retry-after", "")))
    if code != 200:  # noqa: PLR2004 - the one status that says yes
        remedy = "check the key in the environment" if code in (401, 403) else "look whether the service has moved"
        raise RegistryError(f"{question.service.name} refused: status {code}", path=question.url, remedy=remedy)
    kind = response.headers.get("content-type", "").split(";")[0].strip().casefold()
    if kind not in question.service.answers:
        raise Passing(f'the answer is "{kind[:60]}", not {question.service.answers[0]}')


def _after(header: str) -> float:
    with contextlib.suppress(ValueError):
        return min(max(float(header), 0.0), _LONGEST_WAIT)
    return 0.0  # a date: the usual waiting does


def _again(error: Exception) -> bool | float:
    if not isinstance(error, Passing):
        return False
    return error.after or True


def _agent(mail: str) -> str:
    try:
        ours = version("claimlint-health")
    except PackageNotFoundError:  # a working copy
        ours = "0"
    return f"claimlint/{ours}" + (f" (mailto:{mail})" if mail else "")


def _libraries() -> tuple[ModuleType, ModuleType]:
    try:
        import httpx
        import stamina
    except ImportError:
        raise RegistryError("asking services needs httpx and stamina", remedy='pip install "claimlint-health[live]"') from None
    return httpx, stamina
