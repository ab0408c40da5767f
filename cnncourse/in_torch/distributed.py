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
from contextlib import contextmanager
from datetime import timedelta

import numpy as np
import torch
import torch.distributed as dist
from torch import nn

from cnncourse import loop, processes
from cnncourse.in_torch.inspection import evaluate
from cnncourse.in_torch.team import Team
from cnncourse.processes import Alone, LaunchError, ProcessError, first_line

__all__ = ["join", "leave", "sharing"]

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
            f"seconds ({first_line(error)}); see that all are started, with this address"
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
            _teams[0].answer(f"{type(error).__name__}: {first_line(error)}")
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
