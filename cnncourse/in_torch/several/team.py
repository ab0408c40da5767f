"""The processes that train together, over PyTorch's own transport."""

import os
import signal
import socket
import threading
import time
from contextlib import contextmanager, suppress

import numpy as np
import torch
import torch.distributed as dist

from cnncourse import stopping
from cnncourse.processes import RESUME, ProcessError

GRACE = 3.0
"""Seconds in which those that are still there answer when one is missing."""
TOLD = "SIGTERM"
"""What a process that was told to end leaves as its word."""


class Team:
    """The processes of a run, over PyTorch's own transport; see `processes.Team`."""

    def __init__(self, rank, count, store):
        self.rank, self.count, self.store = rank, count, store
        self.ending, self.before = False, None
        store.set(f"cnncourse/{rank}/process", f"{os.getpid()} {socket.gethostname()}")
        nccl = dist.get_backend() == "nccl"
        self.device = torch.device("cuda", torch.cuda.current_device()) if nccl else "cpu"

    def tell(self, content):
        """Return process 0's bytes."""
        with self.watching():
            length = torch.tensor([len(content)], dtype=torch.int64, device=self.device)
            dist.broadcast(length, 0)
            told = np.zeros(int(length), np.uint8)
            if self.rank == 0:
                told[:] = np.frombuffer(content, np.uint8)
            tensor = torch.from_numpy(told).to(self.device)
            dist.broadcast(tensor, 0)
            return tensor.cpu().numpy().tobytes()

    def total(self, numbers):
        """Return the sum over the processes: all add the same numbers in the same order."""
        with self.watching():
            own = torch.tensor(np.asarray(numbers, np.float64), device=self.device)
            found = [torch.empty_like(own) for _ in range(self.count)]
            dist.all_gather(found, own)
            return torch.stack(found).cpu().numpy().sum(axis=0)

    @contextmanager
    def watching(self):
        """Turn a transport that broke into a `ProcessError` that says who is missing."""
        try:
            yield
        except RuntimeError as error:
            if self.ending or not _is_of_transport(error):
                raise
            raise self.lost() from error

    def lost(self, word=""):
        """Return the error of a run one of whose processes has ended, naming which.

        ``word`` is what this process has to say of itself.
        """
        self.ending = True
        self.answer(word)
        words = self._words()
        missing = [rank for rank in range(self.count) if rank not in words]
        if word == TOLD:
            # Those that compute know of nothing yet, and have no word to say.
            missing = [rank for rank in missing if not self._lives(rank)]
        told = [rank for rank, said in words.items() if said == TOLD]
        failed = {rank: said for rank, said in words.items() if said not in ("", TOLD)}
        if failed:
            rank, said = min(failed.items())
            who = f"process {rank} of {self.count} failed ({said})"
        elif missing:
            who = (
                f"{self._named(missing, 'has', 'have')} ended without a word: "
                "killed, out of memory, or the machine is gone"
            )
        elif told:
            who = f"{self._named(told, 'was', 'were')} told to end (SIGTERM)"
        else:
            who = f"the {self.count} processes lost their connection"
        living = sorted(set(words) - set(failed) - set(told))
        speakers = {min(ranks) for ranks in (living, told or [self.rank]) if ranks}
        own = word == TOLD and not missing and not failed
        return ProcessError(f"{who}. {RESUME}", speaks=self.rank in speakers, told=own)

    def _lives(self, rank):
        """Whether a process is there still, as far as this machine can tell.

        Asked under torchrun alone, which takes leave of a process as soon as it has ended.
        """
        with suppress(RuntimeError, OSError):
            number, machine = self.store.get(f"cnncourse/{rank}/process").decode().split(" ", 1)
            if machine == socket.gethostname():
                os.kill(int(number), 0)
                return True
        return False

    def _named(self, ranks, one, several):
        """Return the subject of a sentence about some processes, and its verb."""
        names, alone = ", ".join(map(str, ranks)), len(ranks) == 1
        process, verb = ("process", one) if alone else ("processes", several)
        return f"{process} {names} of {self.count} (counted from 0) {verb}"

    def answer(self, word):
        """Leave word in the launcher's store, which outlives every process."""
        # Where the machine that kept the store is gone, nobody can read it either.
        with suppress(RuntimeError):
            self.store.set(f"cnncourse/{self.rank}", f"-{word}")

    def take_back(self):
        """Take back a word about an earlier failure, after which the processes went on."""
        with self.watching():
            self.store.delete_key(f"cnncourse/{self.rank}")

    def _words(self):
        """Return what each process that is still there, or failed with an error, has to say."""
        found, until = {}, time.monotonic() + GRACE
        try:
            while len(found) < self.count and time.monotonic() < until:
                for rank in set(range(self.count)) - set(found):
                    if self.store.check([f"cnncourse/{rank}"]):
                        found[rank] = self.store.get(f"cnncourse/{rank}").decode()[1:]
                time.sleep(0.05)
        except RuntimeError:
            found[self.rank] = ""
        return found

    def listen(self):
        """Answer SIGTERM, by which torchrun ends the others when one is gone, with an error."""
        if threading.current_thread() is threading.main_thread():
            answer = stopping.handler(self._on_sigterm)
            self.before = signal.signal(signal.SIGTERM, answer)

    def _on_sigterm(self, number, frame):
        if self.ending:
            return
        if "TORCHELASTIC_RUN_ID" in os.environ:
            raise self.lost(TOLD)
        # No launcher ends this process because another is gone: it is this one that is meant.
        self.ending = True
        self.answer(TOLD)
        who = self._named([self.rank], "was", "were")
        raise ProcessError(f"{who} told to end (SIGTERM). {RESUME}", told=True)

    def close(self):
        """Leave the group."""
        if self.before is not None:
            signal.signal(signal.SIGTERM, self.before)
        if dist.is_initialized():
            dist.destroy_process_group()


def _is_of_transport(error):
    """Whether an error comes from what carries messages, and not from the arithmetic."""
    named = ("DistBackendError", "DistNetworkError", "DistStoreError")
    return type(error).__name__ in named or "gloo" in str(error)
