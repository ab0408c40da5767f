"""The mistakes first met in the chapter "pooling"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "smallest for largest": Misconception(
        "These are the windows' smallest numbers.",
        "Take one window: which of its numbers did you keep?",
    ),
    "windows overlap": Misconception(
        "The window moved by one; here it moves by its own size.",
        "How far does the window move here?",
    ),
    "one corner for the largest": Misconception(
        "The window's first number was taken.",
        "Swap two numbers inside a window: should the result change?",
    ),
    "window for stride": Misconception(
        "The window moved by its own size; another stride was asked for.",
        "Which two numbers describe a pooling, and which did you use twice?",
    ),
    "channels pooled too": Misconception(
        "The window lies on rows and columns, not on the channels.",
        "How many channels go in, and how many should come out?",
    ),
    "channels compete": Misconception(
        "The channels were compared with one another; each is pooled by itself.",
        "Which numbers lie in one window: of one channel or of all?",
    ),
    "side for numbers": Misconception(
        "That is what is left of a side. A map has two.",
        "Half of the rows and half of the columns: what share of the numbers?",
    ),
    "a half is left": Misconception(
        "A half is left of a side where the window is 2×2.",
        "How many pixels of a side go into one window here?",
    ),
    "dropped for left": Misconception(
        "This is the share that is thrown away.",
        "Did you count what stays or what goes?",
    ),
    "two sides added": Misconception(
        "The shares of the two sides are multiplied, not added.",
        "For each row that is left, how many columns are left?",
    ),
    "the window 2×2": Misconception(
        "This is so for windows of 2×2.",
        "Which window does the question ask about?",
    ),
    "padding not counted": Misconception(
        "This divides by the pixels on the image alone.",
        "By which number does this layer divide at the border?",
    ),
    "padding counted": Misconception(
        "The padding's zeros were counted as pixels.",
        "How many pixels of the image lie in the window at the corner?",
    ),
    "border for corner": Misconception(
        "This is the value at a border; a corner has still less of the image.",
        "How many sides of the corner's window hang over?",
    ),
    "max and padding": Misconception(
        "This is padding's own number.",
        "Which numbers, besides the padding, lie in that window?",
    ),
    "divided by the zeros": Misconception(
        "The sum was divided by the number of padding zeros.",
        "What is a mean: the sum by the number of what?",
    ),
    "padding wins": Misconception(
        "Padding's zeros are larger than negative pixels, and won.",
        "All pixels are negative: which number of the window is the largest?",
    ),
    "padding of one number": Misconception(
        "The number around the image is still larger than some pixels.",
        "Could a pixel be smaller than the number in your frame?",
    ),
    "zeros win": Misconception(
        "Zeros came out where all numbers of a window are negative.",
        "Try a window with nothing but negative numbers.",
    ),
    "own pixel left out": Misconception(
        "The pixel in the middle counts too.",
        "Does a pixel count among its own neighbours here?",
    ),
    "zeros not counted": Misconception(
        "A pixel that is 0 is a pixel too; only the padding does not count.",
        "How can a black pixel be told from one that is not there?",
    ),
    "count for share": Misconception(
        "This is how many are left; a share is a part of all.",
        "Is it a number of things, or a part of all?",
    ),
    "pixels dropped": Misconception(
        "It ends right, but one of the poolings drops pixels on the way.",
        "Follow the side through the poolings: does each divide it whole?",
    ),
    "windows added up": Misconception(
        "The windows divide one after the other: multiply them.",
        "What is left of 12 after a pooling by 2, and then by 3?",
    ),
    "average for max": Misconception(
        "This is each window's average.",
        "Which number of the window does a maximum keep?",
    ),
}
