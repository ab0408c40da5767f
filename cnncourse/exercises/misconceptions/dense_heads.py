"""The mistakes first met in the chapter "dense_heads"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "softmax over the wrong axis": Misconception(
        "Each column adds up to 1, but it is each image's scores that should.",
        "What do the numbers of one image add up to?",
    ),
    "softmax twice": Misconception(
        "Softmax was applied to what already are probabilities.",
        "What do your inputs add up to, before you begin?",
    ),
    "softmax forgotten": Misconception(
        "These are still scores: they do not add up to 1.",
        "What do the numbers add up to?",
    ),
    "overflow": Misconception(
        "A power of a large score left the numbers that floats can hold; what may be taken away "
        "from all scores first?",
        "How large is the power of 100 in float32? Print it.",
    ),
    "wrong logarithm": Misconception(
        "The logarithm is not the natural one: nats go with base e.",
        "What is the logarithm of e, in the one that you used?",
    ),
    "selected": Misconception(
        "The whole share went to the largest one; a softmax gives some to each class.",
        "What does the second largest score get?",
    ),
    "scores divided": Misconception(
        "The scores themselves were divided by their total; first comes a power.",
        "What would become of a negative score?",
    ),
    "not divided": Misconception(
        "These are the powers; together they have to make up 1.",
        "What do the shares add up to?",
    ),
    "base two": Misconception(
        "The powers are those of 2; a softmax has powers of e.",
        "Which number is raised to the power?",
    ),
    "divided by the largest": Misconception(
        "The largest score was divided by; what cancels is to take a number away from all.",
        "Double all scores: should the shares stay the same?",
    ),
    "over the whole batch": Misconception(
        "All numbers together add up to 1; each image's should.",
        "What does the first image's row add up to?",
    ),
    "whole share": Misconception(
        "A loss of 0 takes the whole share for the right class.",
        "Which share would make the loss exactly 0?",
    ),
    "logarithm to base ten": Misconception(
        "This is a logarithm to base 10: nats go with base e.",
        "What is the logarithm of e, in the one that you used?",
    ),
    "the batch's largest": Misconception(
        "One number was taken from all images alike; an image whose scores are far below it is "
        "left with zeros.",
        "Put an image with tiny scores beside one with huge ones: what happens?",
    ),
    "probability clipped": Misconception(
        "The share was kept from getting small, so a large loss is cut off.",
        "What loss should a share of one in a billion have?",
    ),
    "labels crossed": Misconception(
        "Each image was asked for every image's label; a row goes with its own.",
        "Which number of row 0 belongs to label 0's image?",
    ),
    "share for loss": Misconception(
        "This is the probability; the loss is a logarithm of it.",
        "Does your number grow or shrink when the network is surer and right?",
    ),
    "share that is missing": Misconception(
        "This is what the other classes have together.",
        "Whose share is that: the right class's or the others'?",
    ),
    "odds for probability": Misconception(
        "The logarithm is that of the odds, p / (1 - p); the loss takes that of p.",
        "What stands under the logarithm: p, or p over the rest?",
    ),
    "log of the mean": Misconception(
        "The mean was taken before the logarithm; each image has a loss of its own, and the mean"
        " comes last.",
        "Which comes first: each image's loss or the mean?",
    ),
    "mean over the classes too": Misconception(
        "The mean went over the classes as well; each image has one loss.",
        "How many losses has one image?",
    ),
    "ten classes": Misconception(
        "This is the answer for ten classes.",
        "How many classes are there in the question?",
    ),
    "no floor": Misconception(
        "That would take a probability of 1; can numbers from 0 to 1 give it?",
        "What is the largest number that can enter the softmax?",
    ),
    "no opinion": Misconception(
        "This is the loss where all classes are equal; some can be had for the right one.",
        "Could the right class's input be larger than the others'?",
    ),
    "ratio for logarithm": Misconception(
        "This is how many times as large the power has to be; which logit has that power?",
        "That is how often the power fits. Which exponent gives it?",
    ),
    "itself counted": Misconception(
        "The class was compared with all ten, itself among them.",
        "How many other classes are there?",
    ),
    "pixels forgotten": Misconception(
        "Only one pixel of the maps was counted.",
        "How many numbers has one map when the dense layer meets it?",
    ),
    "first layer only": Misconception(
        "This is the first dense layer; there are more.",
        "How many dense layers are there?",
    ),
    "last layer forgotten": Misconception(
        "The last layer was left out.",
        "Which layer gives one number for each class?",
    ),
    "sum over the batch": Misconception(
        "The batch was added up where its mean is asked for.",
        "What would a batch twice as large give?",
    ),
}
