"""The processes that train together, over TensorFlow's own transport."""

import re
import signal
import threading
import time
import traceback
from contextlib import contextmanager
from multiprocessing.pool import ThreadPool

import numpy as np

from cnncourse import stopping
from cnncourse.in_keras.several.meeting import answers
from cnncourse.processes import RESUME, ProcessError

GRACE = 3.0
"""Seconds in which those that are still there can be reached when one is missing."""


class Team:
    """The processes of a run, over TensorFlow's own transport; see `processes.Team`."""

    def __init__(self, rank, addresses, strategy):
        self.rank, self.count, self.addresses = rank, len(addresses), addresses
        self.strategy, self.before = strategy, None

    def tell(self, content):
        """Return process 0's bytes."""
        length = int(self._sum(np.array([len(content) if self.rank == 0 else 0], np.int64))[0])
        # As whole numbers of four bytes, which TensorFlow can add: those of the others are 0.
        numbers = np.zeros(-(-length // 4), np.int32)
        if self.rank == 0:
            numbers.view(np.uint8)[:length] = np.frombuffer(content, np.uint8)
        return self._sum(numbers).tobytes()[:length] if length else b""

    def total(self, numbers):
        """Return the sum over the processes: all add the same numbers in the same order."""
        numbers = np.asarray(numbers, np.float64)
        found = np.zeros((self.count, *numbers.shape))
        found[self.rank] = numbers
        return self._sum(found).sum(axis=0)

    def _sum(self, array):
        """Return the sum of an array over the processes."""
        import tensorflow as tf

        first = self.rank * (self.strategy.num_replicas_in_sync // self.count)
        with self.watching():
            own = self.strategy.experimental_distribute_values_from_function(
                lambda context: tf.constant(
                    array if context.replica_id_in_sync_group == first else np.zeros_like(array)
                )
            )
            return self.strategy.reduce("SUM", own, axis=None).numpy()

    @contextmanager
    def watching(self):
        """Turn a transport that broke into a `ProcessError` that says who is missing."""
        import tensorflow as tf

        broken = (
            tf.errors.UnavailableError,
            tf.errors.AbortedError,
            tf.errors.CancelledError,
            tf.errors.DeadlineExceededError,
        )
        try:
            with _pools_closed():
                yield
        except tf.errors.OpError as error:
            if not isinstance(error, broken) and "Collective ops is aborted" not in str(error):
                raise
            raise self.lost(str(error)) from error

    def listen(self):
        """Answer SIGTERM with an error: TensorFlow's own answer would let the run go on."""
        if threading.current_thread() is threading.main_thread():
            answer = stopping.handler(self._on_sigterm)
            self.before = signal.signal(signal.SIGTERM, answer)

    def _on_sigterm(self, number, frame):
        own = f"process {self.rank} ({self.addresses[self.rank]}) of {self.count}"
        raise ProcessError(f"{own} (counted from 0) was told to end (SIGTERM). {RESUME}", told=True)

    def close(self):
        """Give SIGTERM back its answer of before."""
        if self.before is not None:
            signal.signal(signal.SIGTERM, self.before)

    def lost(self, said):
        """Return the error of a run one of whose processes has ended, naming which."""
        others = [rank for rank in range(self.count) if rank != self.rank]
        until, missing = time.monotonic() + GRACE, []
        while not missing and time.monotonic() < until:
            missing = [rank for rank in others if not answers(self.addresses[rank])]
            time.sleep(0.05)
        # Those that look later must still find this process.
        time.sleep(max(until - time.monotonic(), 0))
        named = re.search(r"/job:(\w+)/replica:\d+/task:(\d+)", said)
        if not missing and named:
            missing = [self._rank_of(named[1], int(named[2]))]
        names = ", ".join(f"{rank} ({self.addresses[rank]})" for rank in missing)
        who = f"process {names or '?'} of {self.count} (counted from 0) has ended: "
        return ProcessError(
            f"{who}killed, out of memory, its machine gone, or an error that its own output "
            f"tells. {RESUME}",
            speaks=self.rank == min(set(range(self.count)) - set(missing)),
        )

    def _rank_of(self, kind, index):
        """Return the number among all of TensorFlow's task."""
        cluster = self.strategy.cluster_resolver.cluster_spec().as_dict()
        return index + (len(cluster.get("chief", [])) if kind == "worker" else 0)


@contextmanager
def _pools_closed():
    """Close what an error interrupts: TensorFlow reduces in a pool that it closes afterwards.

    One left open complains on standard error when Python ends, after the run's own last words.
    """
    try:
        yield
    except BaseException as error:
        for frame, _ in traceback.walk_tb(error.__traceback__):
            for value in frame.f_locals.values():
                if isinstance(value, ThreadPool):
                    value.close()
        raise
