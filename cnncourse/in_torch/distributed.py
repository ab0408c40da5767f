"""One model trained by several processes, each with a card or a part of the processor.

``torchrun`` starts the processes and tells each who it is; `train` then splits every batch
among them with PyTorch's own DistributedDataParallel::

    torchrun --nproc-per-node 2 -m cnncourse train C-cnn --framework torch

The losses are those of one process with the same batches, but for the rounding of sums in
another order, with two exceptions. A `BatchNorm` normalises each process's share by that
share's own mean and variance; its running statistics are the mean over the processes. And
each process draws its own dropout masks.
"""

import inspect
import os
import signal
import threading
import time
from contextlib import contextmanager, suppress
from datetime import timedelta

import numpy as np
import torch
import torch.distributed as dist
from torch import nn

from cnncourse import loop, processes
from cnncourse.in_torch.inspection import evaluate
from cnncourse.processes import RESUME, Alone, LaunchError, ProcessError

__all__ = ["join", "leave", "sharing"]

GRACE = 3.0
"""Seconds in which those that are still there answer when one is missing."""

_teams = []


def join(seconds: float = processes.SECONDS):
    """Join the processes that a launcher started with this one; `train` does so by itself.

    Parameters
    ----------
    seconds : float
        How long to wait for the others, now and in every step.

    Returns
    -------
    Team
        With ``rank``, this process counted from 0, and ``count``, all of them; 0 and 1 where
        no launcher started several.

    Raises
    ------
    LaunchError
        If the launcher's settings cannot be followed.
    ProcessError
        If the others do not come.
    """
    if _teams:
        return _teams[0]
    rank, count = processes.from_torchrun(os.environ)
    if count == 1:
        _, addresses = processes.from_tf_config(os.environ)
        if len(addresses) > 1:
            raise LaunchError(
                "TF_CONFIG names several processes, but PyTorch is told by torchrun: start with "
                "torchrun, use Keras, or unset TF_CONFIG"
            )
        return Alone()
    if torch.cuda.is_available():
        torch.cuda.set_device(_card())
    backend = "nccl" if torch.cuda.is_available() else "gloo"
    try:
        timeout = timedelta(seconds=seconds)
        store, rank, count = next(dist.rendezvous("env://", timeout=timeout))
        dist.init_process_group(backend, store=store, rank=rank, world_size=count, timeout=timeout)
    except (dist.DistError, RuntimeError, TimeoutError) as error:
        place = f"{os.environ['MASTER_ADDR']}:{os.environ['MASTER_PORT']}"
        raise ProcessError(
            f"process {rank} of {count} did not meet the others at {place} within {seconds:g} "
            f"seconds ({_first_line(error)}); see that all are started, with this address"
        ) from error
    _teams.append(Team(rank, count, store))
    _teams[0].listen()
    return _teams[0]


def leave() -> None:
    """Leave the other processes; `join` can then start anew."""
    if _teams:
        _teams.pop().close()


def sharing() -> int:
    """Return how many devices share every batch in `train`: one for each process."""
    return join().count


@contextmanager
def taking_part():
    """Leave word for the other processes when what is inside fails on this one."""
    if _teams:
        _teams[0].take_back()
    try:
        yield
    except ProcessError:
        raise
    except BaseException as error:
        if _teams:
            _teams[0].answer(f"{type(error).__name__}: {_first_line(error)}")
        raise


def _card():
    """Return which of this machine's cards is this process's own."""
    local, cards = int(os.environ.get("LOCAL_RANK", 0)), torch.cuda.device_count()
    if local >= cards:
        raise LaunchError(
            f"this machine has {cards} graphics cards, and process {local} on it (LOCAL_RANK, "
            f"counted from 0) would have none; use --nproc-per-node {cards} or fewer"
        )
    return local


class Team:
    """The processes of a run, over PyTorch's own transport; see `processes.Team`."""

    def __init__(self, rank, count, store):
        self.rank, self.count, self.store = rank, count, store
        self.ending, self.before = False, None
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

    def lost(self):
        """Return the error of a run one of whose processes has ended, naming which."""
        self.ending = True
        self.answer("")
        words = self._words()
        missing = [rank for rank in range(self.count) if rank not in words]
        failed = {rank: word for rank, word in words.items() if word}
        if failed:
            rank, word = min(failed.items())
            who = f"process {rank} of {self.count} failed ({word})"
        elif missing:
            names = ", ".join(map(str, missing))
            process = "process" if len(missing) == 1 else "processes"
            have = "has" if len(missing) == 1 else "have"
            who = (
                f"{process} {names} of {self.count} (counted from 0) {have} ended without a word: "
                "killed, out of memory, or the machine is gone"
            )
        else:
            who = f"the {self.count} processes were told to end, or lost their connection"
        living = sorted(set(words) - set(failed))
        return ProcessError(f"{who}. {RESUME}", speaks=self.rank == min(living, default=self.rank))

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
            self.before = signal.signal(signal.SIGTERM, self._on_sigterm)

    def _on_sigterm(self, number, frame):
        if not self.ending:
            raise self.lost()

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


def _first_line(error):
    return (str(error).strip().splitlines() or ["no message"])[0]


def _summing(model):
    """Return the model with its gradients added up over the processes as they are computed."""
    wrapper = nn.parallel.DistributedDataParallel
    # The running statistics are seen to by `Shared`. The switch's name is new since PyTorch 2.13.
    known = inspect.signature(wrapper).parameters
    switch = "forward_sync_buffers" if "forward_sync_buffers" in known else "broadcast_buffers"
    return wrapper(model, **{switch: False})


class Shared:
    """An engine whose every step is taken together with the other processes."""

    def __init__(self, engine, team):
        self.engine, self.team = engine, team

    def __getattr__(self, name):
        return getattr(self.engine, name)

    def seed(self, seed):
        """Set what dropout draws from, differently on each process."""
        own = np.random.SeedSequence([seed, self.team.rank]).generate_state(1)[0] >> 1
        self.engine.seed(int(own) if self.team.rank else seed)

    def steps(self, batches, rates):
        """Take this process's part in a step for each batch."""
        engine, count = self.engine, self.team.count
        with self.team.watching():
            if engine.forward is engine.model:
                # For shares of every size.
                engine.forward, engine.full = _summing(engine.model), None
            engine.model.train()
            losses, correct = [], torch.zeros((), dtype=torch.int64, device=engine.device)
            for batch, rate in zip(batches, rates, strict=True):
                mine = processes.share(batch, self.team.rank, count)
                # The mean of the processes' gradients is then that of the whole batch's loss.
                engine.optimizer.param_groups[0]["lr"] = float(rate)
                loss, right = self._step(mine, count * len(mine) / len(batch))
                losses.append(loss / count)
                correct += right
            own = torch.stack(losses).double().cpu().numpy()
        found = self.team.total(np.append(own, int(correct)))
        self._average_statistics()
        return loop.Report(found[:-1], round(found[-1]))

    def _step(self, mine, weight):
        """Take a step on this share; an empty one adds nothing to the gradients."""
        engine = self.engine
        if len(mine):
            return engine.step(torch.from_numpy(mine).to(engine.device), weight)
        # Every process must take part in the sum. In evaluation mode the one image that passes
        # changes no statistics and draws no mask.
        engine.model.eval()
        loss, right = engine.step(torch.zeros(1, dtype=torch.int64, device=engine.device), 0)
        engine.model.train()
        return loss, torch.zeros_like(right)

    def _average_statistics(self):
        """Give every process the mean of the running statistics, which differ by their shares."""
        with torch.no_grad():
            buffers = [b for b in self.engine.model.buffers() if b.is_floating_point()]
            if not buffers:
                return
            own = torch.cat([buffer.double().flatten() for buffer in buffers]).cpu().numpy()
            mean = torch.from_numpy(self.team.total(own) / self.team.count)
            for buffer, part in zip(buffers, mean.split([b.numel() for b in buffers]), strict=True):
                buffer.copy_(part.view_as(buffer))

    def evaluate(self):
        """Measure the validation split, each process its share of it."""
        engine = self.engine
        measured = processes.measure(
            self.team, lambda part: evaluate(engine.model, part), engine.data.validation
        )
        return loop.Evaluation(*measured)
