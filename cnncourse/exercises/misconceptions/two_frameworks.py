"""The mistakes first met in the chapter "two_frameworks"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "negative padding": Misconception(
        "Less than nothing was added; no padding is below 0.",
        "The last window needs no more pixels: how many zeros is that?",
    ),
    "read in PyTorch's order": Misconception(
        "The rows were read as if they came in PyTorch's order.",
        "Whose order do the rows have when they come to you?",
    ),
    "epsilon as it stands": Misconception(
        "This is epsilon itself; what is it added to, at the first step?",
        "What is epsilon added to, and how large is that at the first step?",
    ),
    "the other framework": Misconception(
        "This is the answer for the other framework.",
        "Which framework's formula is asked about?",
    ),
    "root on the wrong side": Misconception(
        "The root went to the wrong side of the fraction.",
        "At the first step, is the corrected root larger or smaller than the raw one?",
    ),
    "square for root": Misconception(
        "The root of 1 minus beta was left out.",
        "Of which number is the root taken at the first step?",
    ),
    "momentum swapped": Misconception(
        "The share that is kept and the share that is new changed places.",
        "Does momentum name the part that stays or the part that is new?",
    ),
    "divisors taken for one": Misconception(
        "PyTorch's variance divides by n - 1 and Keras's by n; the factor must undo that.",
        "By what does each framework divide the sum of the squares?",
    ),
    "factor turned over": Misconception(
        "This factor widens the gap: dividing by n - 1 gives more than dividing by n.",
        "Which of the two variances is the larger, and which way must the factor go?",
    ),
    "stride's own padding": Misconception(
        "The stride decides how many windows there are; what does the last one need?",
        "Where does the last window end, and how far past the image is it?",
    ),
}
