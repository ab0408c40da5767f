"""The mistakes first met in the chapter "transfer"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "a bias for each feature": Misconception(
        "A bias belongs to a class, not to a feature.",
        "What is added last, when a logit is computed, and how many logits are there?",
    ),
    "one bias for all": Misconception(
        "Each class has a bias of its own.",
        "If all logits grew by the same number, what would change?",
    ),
    "features for parameters": Misconception(
        "This is how many numbers go in.",
        "How many weights does each of them meet?",
    ),
    "each counts one": Misconception(
        "A pixel of a later map is more than one pixel of the image.",
        "After two layers with stride 2, how far apart are two neighbours in the image?",
    ),
    "last shift alone": Misconception(
        "The layers before it are off as well.",
        "Where would the last layer be, if it padded rightly and the others did not?",
    ),
    "doubled throughout": Misconception(
        "The shifts are added up; this doubles one of them.",
        "Write down each layer's own shift in pixels of the image.",
    ),
    "first layer doubled": Misconception(
        "The first layer's input is the image itself.",
        "By how many pixels of the image is the first layer off?",
    ),
    "statistics taken for weights": Misconception(
        "Weights change by steps, and there was none.",
        "Which line of a training loop changes a kernel?",
    ),
    "statistics without consequence": Misconception(
        "The statistics are used in every later evaluation.",
        "What is subtracted from a map when the model is evaluated?",
    ),
    "all of it": Misconception(
        "Kernels, scales and shifts wait for a step.",
        "Which of the four would need a gradient?",
    ),
    "as it should be": Misconception(
        "This is a white pixel scaled once.",
        "What number is it after the first division?",
    ),
    "mean left out": Misconception(
        "The mean was not subtracted.",
        "What does the layer do before it divides?",
    ),
    "black for white": Misconception(
        "This is what a black pixel gives.",
        "What is 255 after the first division, and what is 0?",
    ),
    "subtracted backwards": Misconception(
        "The pixel was subtracted from the mean.",
        "Is 1 above 127 or below it: which sign has the difference?",
    ),
    "layers for training": Misconception(
        "Layers without any training have part of it.",
        "What does the random body have that pixels have not?",
    ),
    "no control at all": Misconception(
        "A figure alone compares nothing.",
        "What would it be without the training?",
    ),
    "time by the side": Misconception(
        "Twice the side is four times the pixels.",
        "How many pixels has an image of 240 × 240, and how many one of 96 × 96?",
    ),
    "bytes for numbers": Misconception(
        "The file is too large: each number takes four bytes.",
        "How many bytes has one row of features?",
    ),
    "size of the body's own": Misconception(
        "At that size it takes too long.",
        "How long does one image take at 224 pixels a side?",
    ),
    "divided before": Misconception(
        "The bytes were divided by 255, and then scaled again.",
        "What does a white pixel come out as?",
    ),
    "channels as they came": Misconception(
        "The channels are still red, green, blue.",
        "Give it a pure red pixel: which channel is lit afterwards?",
    ),
    "batch turned round": Misconception(
        "The order of the images was turned round.",
        "Which axis is the first of (N, H, W, 3)?",
    ),
    "images upside down": Misconception(
        "The images stand on their heads.",
        "Which axis is turned round: rows, columns or channels?",
    ),
    "images mirrored": Misconception(
        "The images are mirrored.",
        "Which axis is turned round: rows, columns or channels?",
    ),
    "channels moved on": Misconception(
        "Each channel moved one place on; red and blue should change places.",
        "Where is green, and where should it be?",
    ),
    "bytes run over": Misconception(
        "Bytes cannot be negative: 100 − 127 became 229.",
        "What is the type of the array when 127 is subtracted?",
    ),
    "mean left in": Misconception(
        "The mean was not subtracted: black should come out near −1.",
        "What does a black pixel come out as?",
    ),
    "another body's scale": Misconception(
        "This is another scale than the body was trained with.",
        "What do black and white come out as, and what should they?",
    ),
    "from 0 to 1": Misconception(
        "These are images from 0 to 1; the body wants about −1 to 1.",
        "What do black and white come out as, and what should they?",
    ),
    "farthest": Misconception(
        "These are the classes farthest away.",
        "Is the smallest or the largest distance wanted?",
    ),
    "nearest row": Misconception(
        "One single row decided, and not the mean of its class.",
        "How many places does each class have?",
    ),
    "place for class": Misconception(
        "These are places of rows and not classes.",
        "Can the answer be larger than the highest label?",
    ),
    "largest product": Misconception(
        "A product grows with the length of the mean; it is no distance.",
        "If one mean were ten times as long, would more rows lie near it?",
    ),
    "sums for means": Misconception(
        "The rows of a class were added up and not divided.",
        "What becomes of a class's place if all its rows are given twice?",
    ),
    "signs cancel": Misconception(
        "Differences of both signs cancelled each other.",
        "How far are (1, −1) and (0, 0) apart?",
    ),
    "one feature": Misconception(
        "One feature decided alone.",
        "Change the last feature of a row. Can its class change?",
    ),
    "first of each class": Misconception(
        "The first row of each class stood for all of it.",
        "Does a class's second row make any difference?",
    ),
    "distances for classes": Misconception(
        "These are the distances; the class of each row was asked for.",
        "Which shape has the answer: one number for each new row?",
    ),
}
