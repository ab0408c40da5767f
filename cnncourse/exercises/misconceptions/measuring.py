"""The mistakes first met in the chapter "measuring"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "width goes with the images": Misconception(
        "The width does not go with the images but with one over their root.",
        "How much narrower does four times as many images make it?",
    ),
    "width goes with the square": Misconception(
        "The root is on the other side: it is the width that goes with a root.",
        "How much narrower is the interval with twice as many images?",
    ),
    "fewer for narrower": Misconception(
        "Fewer images make an interval wider.",
        "What would you know after ten images?",
    ),
    "cubed": Misconception(
        "That is more than is needed: the images go with the square.",
        "Twice as narrow takes how many times as many?",
    ),
    "images for seeds": Misconception(
        "This interval is about other images; the question is what another seed would do.",
        "What was drawn anew from run to run, the images or the start?",
    ),
    "precision for recall": Misconception(
        "This is precision: the share that is right of what was taken for the class.",
        "Which images stand in one column of the matrix?",
    ),
    "recall for precision": Misconception(
        "This is recall: the share of the class's own images that is right.",
        "Of which images does precision say how many are right?",
    ),
    "whole division": Misconception(
        "Two strokes divide and leave whole numbers.",
        "What are 3 / 4 and 3 // 4?",
    ),
    "both in one": Misconception(
        "This is F1, which makes one number of precision and recall.",
        "Which of the two was asked for?",
    ),
    "share of all images": Misconception(
        "These are shares of all images; a class is to be judged by its own.",
        "How many images has one class?",
    ),
    "mean over the classes": Misconception(
        "This is one number, the mean; each class was to have its own.",
        "How many numbers should come back for ten classes?",
    ),
    "accuracy for each class": Misconception(
        "Every class got the accuracy of all images.",
        "Is every class known equally well?",
    ),
    "right by wrong": Misconception(
        "The right ones were divided by the wrong ones, not by all.",
        "What does it give for a class that is always right?",
    ),
    "shares for counts": Misconception(
        "60 % and 2 % are shares of different numbers of images; add images, not shares.",
        "How many images are 2 % of the others?",
    ),
    "accuracy for precision": Misconception(
        "This is the accuracy over all images, of which hardly any are shirts.",
        "What accuracy has a network that never says shirt?",
    ),
    "overlap for equality": Misconception(
        "Intervals of single networks may overlap and one is better all the same.",
        "Which images tell the two networks apart?",
    ),
    "one side alone": Misconception(
        "Only one side is counted; the other network might as well have been ahead.",
        "How often do four coins fall all alike?",
    ),
    "that outcome alone": Misconception(
        "Only exactly this outcome is counted, not those that are more uneven.",
        "Which outcomes are at least as uneven as 1 to 6?",
    ),
    "outcome itself left out": Misconception(
        "What was seen itself is left out: a range ends before its last number.",
        "Which numbers does range(3) go through?",
    ),
    "above certainty": Misconception(
        "Nothing happens more often than always: 1 at most.",
        "What does it give for 4 and 4?",
    ),
    "share of the first": Misconception(
        "This is the first network's share of the images, not how often chance gives it.",
        "What would it be for 1 to 2, and for 100 to 200?",
    ),
    "the other outcomes": Misconception(
        "This is how often coins fall less unevenly.",
        "Should it be small or large when one network is far ahead?",
    ),
    "first side counted": Misconception(
        "The first number is taken for the smaller one.",
        "What does it give for 6 to 1?",
    ),
    "ways not divided": Misconception(
        "These are ways, not a share: divide by all ways in which the coins can fall.",
        "In how many ways can three coins fall?",
    ),
    "parts count alike": Misconception(
        "A part with two images counts as much as one with a thousand.",
        "Where are most images of a network that is usually sure?",
    ),
    "too sure and too little cancel": Misconception(
        "What is too sure in one part makes good what is too little in another.",
        "When is the sign of a difference to be dropped: before adding or after?",
    ),
    "largest gap": Misconception(
        "This is the largest difference; the mean was asked.",
        "What if it stands in a part with a single image?",
    ),
    "gaps squared": Misconception(
        "The differences were squared.",
        "In which unit is a squared difference of percent?",
    ),
    "every image by itself": Misconception(
        "One image is right or wrong, never 80 % right: only a group can be.",
        "How far from 0.9 is a single image that is right?",
    ),
    "gaps added up": Misconception(
        "The differences are added up without the parts' sizes.",
        "What happens when there are more parts?",
    ),
    "empty parts counted": Misconception(
        "Parts without images are counted, and those with images count alike.",
        "Does an empty part say anything about the network?",
    ),
    "accuracy for the gap": Misconception(
        "This is the accuracy; how sure the network was does not enter.",
        "What should come out for a network that is 90 % sure and 90 % right?",
    ),
    "they part too often": Misconception(
        "The lead drowns among the images on which the two part.",
        "How unusual are 60 to 50 for 110 coins?",
    ),
    "lead in percent": Misconception(
        "The lead is 10 images of 1,000, not 10 %.",
        "How many images are 1 % of 1,000?",
    ),
    "they part too seldom": Misconception(
        "They part on fewer images than was asked.",
        "What is the sum of the two middle numbers?",
    ),
    "the second is ahead": Misconception(
        "Here the second network is ahead.",
        "Which of the four numbers does only the first have right?",
    ),
}
