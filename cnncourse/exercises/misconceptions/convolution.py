"""The mistakes first met in the chapter "convolution"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "flipped kernel": Misconception(
        "This is what the kernel gives after a half turn: a convolution in the strict sense. A "
        "layer lays the kernel on as it is.",
        "Which weight lies on the window's top left pixel?",
    ),
    "padding on one side": Misconception(
        "Padding was added once, but it goes on both ends of a side.",
        "At how many ends of a row are zeros added?",
    ),
    "stride on the kernel": Misconception(
        "The stride moves the window; it does not spread or shrink the kernel.",
        "How many pixels does one window cover, whatever the stride?",
    ),
    "windows for pixels": Misconception(
        "This is how many windows there are.",
        "Did you count places of the window, or what lies in them?",
    ),
    "off by one": Misconception(
        "This is one too many or one too few: count the first and the last.",
        "Count a case of three pixels on your fingers: what does your rule give?",
    ),
    "height and width swapped": Misconception(
        "Height and width changed places; height comes first.",
        "Try it on a picture that is wider than high.",
    ),
    "divided": Misconception(
        "The sum was divided by the number of pixels; a convolution only adds up.",
        "Where in the formula does one divide?",
    ),
    "border forgotten": Misconception(
        "The map is not as large as the image: the window may not stand over its edge.",
        "Put the window on the last column: does it fit?",
    ),
    "kernel's sides swapped": Misconception(
        "The kernel's height goes with the image's height, its width with the width.",
        "Which of the kernel's two numbers goes with the rows?",
    ),
    "difference for average": Misconception(
        "This kernel compares neighbours: where all are alike, it gives nothing.",
        "Lay the kernel on an even wall: what do its weights add up to?",
    ),
    "weights only": Misconception(
        "These are the weights; each of them is used in many places.",
        "In how many places is each weight used?",
    ),
    "additions counted": Misconception(
        "Multiplications and additions were counted together.",
        "How many multiplications are there in one window?",
    ),
    "signs lost": Misconception(
        "Sizes alone came back; a darker neighbour gives a negative number.",
        "What comes out where the picture gets darker?",
    ),
    "not turned": Misconception(
        "The kernel was laid on as it stands; here it is to be turned first.",
        "Which way round does this formula lay the kernel on?",
    ),
    "too small a kernel": Misconception(
        "Pixels that only the rim of the first kernel reaches count too.",
        "Through how many pixels can one be seen by both layers?",
    ),
    "added for combined": Misconception(
        "Two layers one after the other are not the sum of their kernels.",
        "What goes into the second layer: the image or the first one's map?",
    ),
    "order of the layers": Misconception(
        "Rows and columns of the two kernels met in the wrong way.",
        "Take a kernel that is not square: which side grows?",
    ),
    "answers to the wrong side": Misconception(
        "It answers where the picture is darker below, not brighter.",
        "Which sign comes out where it gets brighter downwards?",
    ),
    "sign forgotten": Misconception(
        "The size is right and the sign is not.",
        "Is it above or below zero?",
    ),
    "neighbour skipped": Misconception(
        "These pixels lie two apart; neighbours lie one apart.",
        "Which pixel lies right beside this one?",
    ),
    "scaled": Misconception(
        "Every number is off by the same factor.",
        "Divide your numbers by the right ones: what is the factor?",
    ),
    "zero everywhere": Misconception(
        "Every number that came back is zero.",
        "Print the first product: is it zero already?",
    ),
}
