"""Runs the same function over many applications: in this process, on this machine's cores, or on a Dask cluster.

Workers return results and write nothing. A worker that is killed costs one more try; what fails again and again is one
application's failure and never the end of the run.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from sammeter.errors import DataError, SourceError

T = TypeVar("T")
R = TypeVar("R")
RETRIES = 2
MEMORY = "auto"
CHUNK = 4
"""How many times more tasks than workers are handed out at once, so that a long queue needs no memory."""


def each(
    function: Callable[[T], R], tasks: Sequence[T], failed: Callable[[T, str], R], *, workers: int, scheduler: str = ""
) -> Iterator[R]:
    """Yield the result of each task as it is done, in any order; `failed` makes a result of a failure.

    One worker and no scheduler: in this process, without importing Dask. Raises DataError (Dask is not installed),
    SourceError (the scheduler cannot be reached).
    """
    if workers <= 1 and not scheduler:
        for task in tasks:
            yield function(task)
        return
    yield from _on_dask(function, tasks, failed, workers, scheduler)


def _on_dask(
    function: Callable[[T], R], tasks: Sequence[T], failed: Callable[[T, str], R], workers: int, scheduler: str
) -> Iterator[R]:
    try:
        import dask
        from distributed import Client, LocalCluster, as_completed
    except ImportError as error:
        raise DataError("Dask is not installed", where="--workers", hint="pip install 'sammeter[cluster]'") from error
    with TemporaryDirectory(prefix="sammeter-") as scratch, ExitStack() as stack:
        stack.enter_context(dask.config.set(temporary_directory=scratch))
        client = stack.enter_context(_client(Client, LocalCluster, stack, workers, scheduler, scratch))
        yield from _handed_out(client, as_completed, function, tasks, failed, workers)


def _client(client: Any, local: Any, stack: ExitStack, workers: int, scheduler: str, scratch: str) -> Any:
    try:
        if scheduler:
            return client(scheduler, timeout=10)
        cluster = stack.enter_context(local(
            n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None,
            memory_limit=MEMORY, silence_logs=50, local_directory=scratch,
        ))  # fmt: skip
        return client(cluster)
    except (OSError, TimeoutError, RuntimeError) as error:
        raise SourceError(f"no workers: {error}", where=scheduler or "--workers",
                          hint="check the address of the scheduler, or try --workers 1") from error  # fmt: skip


def _handed_out(
    client: Any,
    as_completed: Any,
    function: Callable[[T], R],
    tasks: Sequence[T],
    failed: Callable[[T, str], R],
    workers: int,
) -> Iterator[R]:
    """Hand out a few tasks for each worker, and one more whenever one is done."""
    waiting = iter(tasks)
    running: dict[Any, T] = {}

    def more(count: int) -> list[Any]:
        handed = [(client.submit(function, task, pure=False, retries=RETRIES), task) for task in islice(waiting, count)]
        running.update(handed)
        return [future for future, _ in handed]

    queue = as_completed(more(workers * CHUNK))
    for future in queue:
        task = running.pop(future)
        yield failed(task, str(future.exception())) if future.status == "error" else future.result()
        future.release()
        queue.update(more(1))
