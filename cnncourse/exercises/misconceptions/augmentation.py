"""The mistakes first met in the chapter "augmentation"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "moved the other way": Misconception(
        "It was moved the opposite way.",
        "A move to the right: does column 5 show what lay to its left, or to its right?",
    ),
    "not mirrored": Misconception(
        "The move was undone, the mirror was not.",
        "In a mirror, which column does the first one show?",
    ),
    "not moved": Misconception(
        "The mirror was undone, the move was not.",
        "Which column lay here before the image was moved?",
    ),
    "all letters suffer": Misconception(
        "Two of the letters look the same in the mirror.",
        "What is the mirror image of an o called?",
    ),
    "labels survive": Misconception(
        "A mirrored b is a d that is still called b.",
        "Mirror a b on paper. Which letter do you see, and what is its label?",
    ),
    "chance among all": Misconception(
        "This is what guessing among all letters gives; which of them can be told apart still?",
        "Is a b ever taken for an x?",
    ),
    "halved twice": Misconception(
        "b and d were halved twice; of two alike, a guess gets half.",
        "You cannot tell b from d. How many of a hundred do you get right by guessing?",
    ),
    "one number for both": Misconception(
        "There is less room at the sides than above and below.",
        "How many columns are free to the left of the objects?",
    ),
    "too few places": Misconception(
        "An image has fewer places than were asked for.",
        "How many places do 3 pixels either way give?",
    ),
    "sides swapped": Misconception(
        "The room of the rows went to the columns.",
        "Which of the two numbers moves an image up and down?",
    ),
    "one pixel too far": Misconception(
        "A pixel of some objects leaves the frame.",
        "Where does row 21 come to lie when it is moved down by your number?",
    ),
    "round the edge": Misconception(
        "What leaves on one side comes in on the other.",
        "Which pixels stand in the first row after a move down by one?",
    ),
    "edge drawn out": Misconception(
        "The pixels of the edge were repeated; black should come in.",
        "What is there outside of the image?",
    ),
    "down for right": Misconception(
        "Rows were moved by the number of the columns.",
        "Move by one row only. What moves?",
    ),
    "rows alone": Misconception(
        "It was moved up or down, not to the side.",
        "What does your function do with `right`?",
    ),
    "columns alone": Misconception(
        "It was moved to the side, not up or down.",
        "What does your function do with `down`?",
    ),
    "mirrored too": Misconception(
        "It was also mirrored.",
        "Move by nothing at all. What comes back?",
    ),
    "negative start": Misconception(
        "A slice that starts below 0 counts from the other end.",
        "What does `image[-1:2]` hold of an image with ten rows?",
    ),
    "corner for middle": Misconception(
        "The pixel became a corner of the square; it is to be its middle.",
        "With a side of 3, how many black rows lie above the given one?",
    ),
    "one pixel short": Misconception(
        "The square is too small.",
        "Count the black pixels in the middle row.",
    ),
    "twice as wide": Misconception(
        "The square reaches a whole side each way; half a side is meant.",
        "Count the black pixels in the middle row.",
    ),
    "square alone kept": Misconception(
        "The square was kept and all else is black.",
        "Which pixels should be black?",
    ),
    "whole rows": Misconception(
        "Whole rows are black.",
        "Where does the square end to the left?",
    ),
    "row for column": Misconception(
        "Row and column were swapped.",
        "Which of the two comes first in an index?",
    ),
    "weights swapped": Misconception(
        "The partner got the weight of the image.",
        "With a weight of 1, whose label should be left?",
    ),
    "one label kept": Misconception(
        "The partner is seen in the image and is missing in what is wanted.",
        "How much of the image is the partner's?",
    ),
    "always halves": Misconception(
        "Both labels count one half, whatever the weight is.",
        "With a weight of 1, how much should the partner count?",
    ),
    "number for label": Misconception(
        "The partner's number stands where its label should.",
        "What does `partners` hold: labels, or places in the list?",
    ),
    "more than one in all": Misconception(
        "The probabilities of an image add up to more than 1.",
        "What do the rows add up to?",
    ),
    "labels averaged": Misconception(
        "Labels were averaged like amounts; between a shirt and a boot lies no class.",
        "What class is 4.5?",
    ),
    "partner alone": Misconception(
        "Only the partner's label is left.",
        "How much of the image is its own?",
    ),
    "classes as rows": Misconception(
        "Rows and columns are exchanged.",
        "How many images are there, and how many rows?",
    ),
}
