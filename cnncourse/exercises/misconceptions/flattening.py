"""The mistakes first met in the chapter "flattening"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "Keras's order": Misconception(
        "This is the place in Keras's order: channels run fastest there.",
        "Which axis does this framework keep last?",
    ),
    "PyTorch's order": Misconception(
        "This is the place in PyTorch's order: there channels run slowest.",
        "Which axis does this framework keep last?",
    ),
    "only transposed": Misconception(
        "The matrix was turned, but its rows stand in the old order.",
        "Which feature did row 1 of the matrix belong to before, and now?",
    ),
    "not transposed": Misconception(
        "The rows are sorted; the matrix still stands as (in, out).",
        "Which axis holds the outputs in this framework?",
    ),
    "last pooling forgotten": Misconception(
        "One pooling is still to come.",
        "Which layer comes right before the flattening?",
    ),
    "height for width": Misconception(
        "A row of pixels is as long as the maps are wide.",
        "How many pixels come before the second row begins?",
    ),
    "channels skipped": Misconception(
        "Each pixel was counted once; how many numbers has a pixel?",
        "How many numbers does each pixel before it have?",
    ),
    "the place before": Misconception(
        "This is the number one place earlier: places count from 0.",
        "Which place has the very first number?",
    ),
    "as if padded": Misconception(
        "The sizes are those of padded convolutions.",
        "By how much does each convolution shrink a side here?",
    ),
    "both layers' filters": Misconception(
        "The channels of both layers were multiplied.",
        "How many maps does the last layer hand on?",
    ),
    "flattened": Misconception(
        "This is the count for flattened maps.",
        "How many numbers are left of each map after the average?",
    ),
    "pixels for channels": Misconception(
        "The pixels were counted; what is left of a map is one number.",
        "How many numbers are left of each map, and how many maps are there?",
    ),
    "one map": Misconception(
        "Only one map was counted.",
        "How many maps are there?",
    ),
    "one row is enough": Misconception(
        "A single row still has several pixels, each with several channels.",
        "Write down one row of two pixels with two channels, in both orders.",
    ),
    "one side is enough": Misconception(
        "One side of 1 leaves several pixels, each with several channels.",
        "Write down one row of two pixels with two channels, in both orders.",
    ),
    "the way back": Misconception(
        "This list leads the other way.",
        "Does your list say where to put a number, or where to take it from?",
    ),
    "rows and columns exchanged": Misconception(
        "The pixels come column by column; the channels stayed.",
        "Which pixel comes second: the one beside, or the one below?",
    ),
    "units sorted": Misconception(
        "The units changed places; only the inputs should.",
        "Which axis belongs to the inputs?",
    ),
    "batch flattened": Misconception(
        "All images came out in one row; each should have its own.",
        "How many rows should two images make?",
    ),
    "not flattened": Misconception(
        "The axes are in PyTorch's order, but not laid out in a row yet.",
        "How many axes has your result?",
    ),
    "images mixed": Misconception(
        "Numbers of several images came into one row.",
        "From which image does the second row's first number come?",
    ),
    "one channel": Misconception(
        "Only the first channel is there.",
        "How many channels are in your result?",
    ),
    "channels reversed": Misconception(
        "The channels stand in reversed order.",
        "Which channel should come first?",
    ),
    "same order": Misconception(
        "With one channel both orders are the same.",
        "Does your example tell the two orders apart? Write both down.",
    ),
    "one pixel": Misconception(
        "With one pixel both orders are the same.",
        "Does your example tell the two orders apart? Write both down.",
    ),
    "square maps": Misconception(
        "The maps are square; what matters is another pair of counts.",
        "Which two counts of your example are alike?",
    ),
    "two sides alike": Misconception(
        "Two of the three are alike; what matters is another pair of counts.",
        "Which two counts of your example are alike?",
    ),
}
