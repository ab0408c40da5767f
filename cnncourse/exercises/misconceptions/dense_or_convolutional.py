"""The mistakes first met in the chapter "dense_or_convolutional"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "rounded up": Misconception(
        "One unit more than the budget allows.",
        "Put your number of units back: how many parameters are that?",
    ),
    "all convolutions mind": Misconception(
        "A kernel of one pixel sees no neighbours.",
        "How many pixels does one number of the map come from, with a kernel of 1×1?",
    ),
    "windows for single pixels": Misconception(
        "A pooling window looks at several pixels: which ones are they now?",
        "Write numbers on four pixels, scramble them, and pool again.",
    ),
    "mean forgotten": Misconception(
        "A mean is the same in any order.",
        "What becomes of a mean, if its numbers change places?",
    ),
    "help for the other side": Misconception(
        "More than the thing in question differs.",
        "If the figures differ, what could be the cause besides the pooling?",
    ),
    "gap for fault": Misconception(
        "A gap compares two kinds of images, not two networks.",
        "Which of the two networks would you rather give a new image to?",
    ),
    "biases forgotten": Misconception(
        "The biases are parameters, too.",
        "How many numbers has a layer of two units on three pixels? Draw it.",
    ),
    "one layer's units": Misconception(
        "This is as many as fit where there is one hidden layer.",
        "What does the second hidden layer add?",
    ),
    "half of the units each": Misconception(
        "The second layer's units cost much less than the first one's.",
        "What does a unit of the first layer cost, and one of the second?",
    ),
    "sent for fetched": Misconception(
        "Each pixel was sent to the place in `order`, and not fetched from it.",
        "Which pixel stands at place 0 afterwards: say it in terms of `order[0]`.",
    ),
    "left as it was": Misconception(
        "The pixels stand where they were.",
        "Print one image before and after.",
    ),
    "scrambled twice": Misconception(
        "The order was applied more than once.",
        "Where does the first pixel of your result come from?",
    ),
    "each in its own order": Misconception(
        "The images were scrambled in different orders.",
        "Give it two equal images: should they still be equal?",
    ),
    "down the columns": Misconception(
        "The pixels were counted column by column.",
        "Which pixel is number 1: to the right of number 0, or below it?",
    ),
    "images for pixels": Misconception(
        "The images changed places among themselves.",
        "Which axis of the array are the images on?",
    ),
    "still a row": Misconception(
        "The numbers are in order; the images' shape is gone.",
        "Which shape has the result, and which had the images?",
    ),
    "rounded to the nearest": Misconception(
        "Rounding up may go over the budget.",
        "What if the fraction is 0.6?",
    ),
    "fraction left": Misconception(
        "A number of units is a whole number.",
        "Can a layer have 86.9 units?",
    ),
    "parameters for units": Misconception(
        "This counts parameters; units were asked for.",
        "Which of the two numbers was given, and which is asked for?",
    ),
}
