"""Exercises of "Deeper": stacked windows, pooled heads, sums, depthwise convolution."""

from cnncourse.exercises.chapters.deeper.code import MEND, MIX, PRODUCTS
from cnncourse.exercises.chapters.deeper.values import (
    AROUND,
    EXCLUDED,
    HEAD,
    NOTICED,
    SPLIT,
    THREE,
)

EXERCISES = (THREE, SPLIT, HEAD, EXCLUDED, MEND, NOTICED, AROUND, MIX, PRODUCTS)
