"""What adding up gradients costs, against hand-computed rings and a ring carried out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncourse import zoo
from cnncourse.architecture.communication import (
    Link,
    efficiency,
    gradient_bytes,
    ring_bytes,
    ring_seconds,
)


def test_gradients_are_of_the_trained_weights_alone():
    # Source D owns 393,962 parameters, of which 640 are running statistics.
    assert gradient_bytes(zoo.REGULARIZED_CONV) == 4 * 393_322
    assert gradient_bytes(zoo.DENSE_BASELINE) == 4 * (784 * 128 + 128 + 128 * 10 + 10)


def test_the_ring_by_hand():
    # Four processes, 8 bytes: pieces of 2, passed on 3 times to be added and 3 times as sums.
    assert ring_bytes(8, 4) == 3 * 2 + 3 * 2
    assert ring_bytes(8, 2) == 8
    assert ring_bytes(8, 1) == 0
    # Six messages of 2 bytes at 4 bytes a second, each 0.1 seconds on its way.
    assert ring_seconds(8, 4, Link(bandwidth=4, latency=0.1)) == pytest.approx(6 * (0.1 + 0.5))
    assert ring_seconds(8, 1, Link(bandwidth=4, latency=0.1)) == 0


def carry_out(arrays):
    """All-reduce lists of numbers in a ring, and count what each process sends."""
    count = len(arrays)
    pieces = [[list(array[k::count]) for k in range(count)] for array in arrays]
    sent = [0] * count
    for phase in ("add", "hand on"):
        for step in range(count - 1):
            messages = []
            for rank in range(count):
                k = (rank - step + (phase == "hand on")) % count
                messages.append(((rank + 1) % count, k, list(pieces[rank][k])))
                sent[rank] += len(pieces[rank][k])
            for to, k, numbers in messages:
                if phase == "add":
                    numbers = [a + b for a, b in zip(numbers, pieces[to][k], strict=True)]
                pieces[to][k] = numbers
    return pieces, sent


@given(st.integers(1, 6), st.integers(1, 5), st.randoms(use_true_random=False))
def test_a_ring_carried_out_sends_so_much_and_adds_everything(count, piece, random):
    length = count * piece
    arrays = [[random.randrange(100) for _ in range(length)] for _ in range(count)]
    pieces, sent = carry_out(arrays)
    total = [sum(column) for column in zip(*arrays, strict=True)]
    assert all(own == [total[k::count] for k in range(count)] for own in pieces)
    assert sent == [pytest.approx(ring_bytes(length, count))] * count


@given(st.integers(2, 10_000))
def test_never_twice_the_size_and_always_more_with_more_processes(processes):
    assert 1000 <= ring_bytes(1000, processes) < 2000
    assert ring_bytes(1000, processes) < ring_bytes(1000, processes + 1)


def test_a_step_and_its_efficiency():
    assert efficiency(3, 1) == 0.75
    assert efficiency(1, 3) == 0.25
    assert efficiency(3, 0) == 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: Link(0), "bandwidth must be a number in \\(0, inf\\), got 0"),
        (lambda: Link(1, -1), "latency must be a number in \\[0, inf\\), got -1"),
        (lambda: ring_bytes(-1, 2), "size must be a number in \\[0, inf\\)"),
        (lambda: ring_bytes(1, 0), "processes must be a whole number of at least 1, got 0"),
        (lambda: efficiency(0, 1), "compute must be a number in \\(0, inf\\)"),
        (lambda: efficiency(1, float("nan")), "communicate"),
    ],
)
def test_what_makes_no_sense_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: Link(True), "bandwidth"),
        (lambda: Link("1e9"), "bandwidth"),
        (lambda: ring_bytes(1, 2.0), "processes"),
        (lambda: ring_seconds(1, True, Link(1)), "processes"),
        (lambda: efficiency("3", 1), "compute"),
    ],
)
def test_a_wrong_kind_of_number_is_a_type_error(call, words):
    with pytest.raises(TypeError, match=f"{words} must be"):
        call()
