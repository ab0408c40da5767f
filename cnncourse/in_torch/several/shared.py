"""An engine whose every step is taken together with the other processes."""

import inspect

import numpy as np
import torch
from torch import nn

from cnncourse import loop, processes
from cnncourse.in_torch.inspection import loss_and_accuracy


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
        shares = [processes.share(batch, self.team.rank, count) for batch in batches]
        # The mean of the processes' gradients is then that of the whole batch's loss.
        weights = [
            count * len(own) / len(batch) for own, batch in zip(shares, batches, strict=True)
        ]
        with self.team.watching():
            if engine.forward is engine.model:
                # For shares of every size.
                engine.forward, engine.full = _summing(engine.model), None
            own = engine.steps(shares, rates, weights)
        losses = own.losses.astype(np.float64) / count
        found = self.team.total(np.append(losses, own.correct))
        self._average_statistics()
        return loop.Report(found[:-1], round(found[-1]))

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
            self.team, lambda part: loss_and_accuracy(engine.model, part), engine.data.validation
        )
        return loop.Evaluation(*measured)
