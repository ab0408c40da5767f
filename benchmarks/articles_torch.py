"""How the tutorials train in PyTorch: the loops that `training.py` compares `train` with.

torchvision is no dependency of the course. `Images` and `to_tensor` do what its data sets and
its `ToTensor` do, step for step: every image becomes a Pillow picture and then a tensor, anew in
every epoch.

Each way of training takes a model, a data set and a recipe, makes ready what the tutorials make
ready before their loop, and returns the loop: a function that is given ``ended``, which it calls
after every epoch and obeys when that returns True.
"""

import math

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader

from cnncourse.in_torch import device

OPTIMIZERS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}


def loader(model, data, recipe):
    """Train as source B does: a `DataLoader`, images transformed one by one, losses read."""
    images = Images(data.train)
    return _loop(model, recipe, DataLoader(images, batch_size=recipe.batch_size, shuffle=True))


def tensors(model, data, recipe):
    """Train by the same loop on one float32 tensor that holds all images."""
    images = torch.from_numpy(data.train.images).permute(0, 3, 1, 2).contiguous()
    images, labels = images.to(torch.float32).div(255), torch.tensor(data.train.labels)
    return _loop(model, recipe, Shuffled(images, labels, recipe.batch_size))


def to_tensor(picture: Image.Image) -> torch.Tensor:
    """Return a picture as float32 (C, H, W) in [0, 1], as torchvision's ``ToTensor`` does."""
    pixels = torch.from_numpy(np.array(picture, np.uint8, copy=True))
    pixels = pixels.view(picture.size[1], picture.size[0], len(picture.getbands()))
    pixels = pixels.permute((2, 0, 1)).contiguous()
    return pixels.to(torch.get_default_dtype()).div(255)


class Images(torch.utils.data.Dataset):
    """A split as torchvision's data sets hold it: transformed image by image, when asked for."""

    def __init__(self, split):
        # A grey picture has no axis of channels.
        self.data = split.images[..., 0] if split.image_shape[2] == 1 else split.images
        self.targets = torch.tensor(split.labels)

    def __len__(self):
        return len(self.targets)

    def __getitem__(self, index):
        """Return an image as a tensor, and its label as a number."""
        return to_tensor(Image.fromarray(self.data[index])), int(self.targets[index])


class Shuffled:
    """Batches of tensors, in a new order every epoch."""

    def __init__(self, images, labels, batch_size):
        self.images, self.labels, self.batch_size = images, labels, batch_size

    def __iter__(self):
        for chosen in torch.randperm(len(self.labels)).split(self.batch_size):
            yield self.images[chosen], self.labels[chosen]


def _loop(model, recipe, batches):
    """Return the loop over epochs and batches, with the running mean of the losses."""
    place = device.choose()
    model.to(place)
    optimizer = OPTIMIZERS[recipe.optimizer](model.parameters(), lr=recipe.learning_rate)
    criterion = nn.CrossEntropyLoss()

    def train(ended):
        for _ in range(recipe.epochs):
            model.train()
            total, count = 0.0, 0
            for images, labels in batches:
                images, labels = images.to(place), labels.to(place)
                optimizer.zero_grad()
                loss = criterion(model(images), labels)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(labels)
                count += len(labels)
            if not math.isfinite(total / count):
                raise ArithmeticError(f"the mean loss became {total / count}: nothing to compare")
            if ended():
                break

    return train
