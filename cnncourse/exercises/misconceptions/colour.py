"""The mistakes first met in the chapter "colour"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "trained ones counted too": Misconception(
        "Scale and shift are counted as well; they are trained.",
        "Which of the four numbers of a channel does a gradient change?",
    ),
    "one number a channel": Misconception(
        "One number for each channel was counted.",
        "What does normalisation keep of a channel beside its mean?",
    ),
    "layers for channels": Misconception(
        "This counts layers; the numbers are kept for each channel.",
        "Whose mean is it that is kept?",
    ),
    "last layer alone": Misconception(
        "Only the last of the layers was counted.",
        "How many layers of normalisation are there?",
    ),
    "already there": Misconception(
        "This is what each batch said; the running variance has not arrived.",
        "What part of its first value is left after 20 steps?",
    ),
    "start alone": Misconception(
        "This is what is left of the start; the batches' part is missing.",
        "What has come in for the share that went?",
    ),
    "one step taken": Misconception(
        "This is the value after one step.",
        "How many steps were there?",
    ),
    "all steps in one": Misconception(
        "Each step was taken from the start; it goes on from where the last ended.",
        "Does a step take the same amount when less is left?",
    ),
    "order counted": Misconception(
        "A mean does not depend on the order.",
        "Add up 1, 2 and 3 in another order. What changes?",
    ),
    "running ones used in training": Misconception(
        "Training mode takes the batch's own statistics.",
        "What are running statistics kept for?",
    ),
    "alone is safe": Misconception(
        "Alone, an image is normalised by itself.",
        "Whose mean is subtracted when an image is alone?",
    ),
    "only more images matter": Misconception(
        "With each image twice, mean and variance are the same.",
        "What is the mean of 1, 3, 1 and 3?",
    ),
    "any gap overfits": Misconception(
        "Overfitting puts the training images ahead, not behind.",
        "Which images does an overfitted network know better?",
    ),
    "the source's widths": Misconception(
        "These widths are source D's; the first layer alone has a million.",
        "What does one unit of the first layer cost?",
    ),
    "one unit too many": Misconception(
        "It is a little over; one unit less in the first layer fits.",
        "By how much is it over, and what does a unit cost?",
    ),
    "grows again": Misconception(
        "A layer is wider than the one before it.",
        "Which of the widths is the largest?",
    ),
    "too narrow at the end": Misconception(
        "The last hidden layer has fewer units than were asked for.",
        "How many units must each have?",
    ),
    "not scaled": Misconception(
        "What stays was not scaled; the mean falls.",
        "What is the mean of ten ones when two of them are dropped?",
    ),
    "divided by the rate": Misconception(
        "It was divided by the share that goes, not by the share that stays.",
        "With rate 0.2, what share stays?",
    ),
    "keeps what is to go": Misconception(
        "The numbers that should go stay, and the others go.",
        "With rate 0.2, how many of ten draws lie below it?",
    ),
    "drops in use too": Misconception(
        "Numbers are dropped in use as well.",
        "Would the same image get the same answer twice?",
    ),
    "scaled the wrong way": Misconception(
        "What stays was made smaller; it should grow.",
        "Some numbers are gone. Must the rest grow or shrink for the mean to stay?",
    ),
    "modes swapped": Misconception(
        "It drops in use and not in training.",
        "When is `training` true?",
    ),
    "scaled in use": Misconception(
        "The scaling was left to be done in use.",
        "What is to happen to the numbers when it does not train?",
    ),
    "never drops": Misconception(
        "Nothing is dropped.",
        "What becomes of a number whose draw is below the rate?",
    ),
    "each place for itself": Misconception(
        "Every place has a mean of its own; rows and columns belong to it too.",
        "How many means do images of three channels have?",
    ),
    "each image for itself": Misconception(
        "Every image was normalised by itself.",
        "Over which axes is the mean of a *batch* taken?",
    ),
    "all channels as one": Misconception(
        "All channels share one mean.",
        "How many means do images of three channels have?",
    ),
    "each pixel over its channels": Misconception(
        "The mean was taken over the channels of each pixel.",
        "Which axis must be left when means are taken?",
    ),
    "variance divided by n − 1": Misconception(
        "The variance was divided by n − 1.",
        "By what does NumPy's `var` divide unless told otherwise?",
    ),
    "epsilon outside the root": Misconception(
        "Epsilon was added after the root.",
        "What is epsilon added to: the variance or its root?",
    ),
    "divided by the variance": Misconception(
        "It was divided by the variance; the root is missing.",
        "In what unit is a variance, if pixels are in metres?",
    ),
    "scale forgotten": Misconception(
        "The result was not scaled.",
        "Double the scale. Does anything change?",
    ),
    "shift forgotten": Misconception(
        "The result was not shifted.",
        "Raise the shift by 1. Does anything change?",
    ),
    "shifted before it is scaled": Misconception(
        "The shift was scaled too.",
        "What comes first, the scale or the shift?",
    ),
    "epsilon left out": Misconception(
        "Epsilon is missing under the root.",
        "What if the variance is 0?",
    ),
    "mean not scaled": Misconception(
        "The mean was subtracted as it is; it is scaled like x.",
        "Put x = mean into your line. Is the shift what comes out?",
    ),
    "mean added": Misconception(
        "The mean was added; it is subtracted.",
        "Put x = mean into your line. Is the shift what comes out?",
    ),
    "mean lost": Misconception(
        "The mean is missing.",
        "Put x = mean into your line. Is the shift what comes out?",
    ),
    "shift lost": Misconception(
        "The shift is missing.",
        "Put x = mean into your line. Is the shift what comes out?",
    ),
    "scale lost": Misconception(
        "The scale is missing.",
        "Double the scale. Does the line get steeper?",
    ),
    "root not taken": Misconception(
        "The root is missing: this divides by the variance.",
        "What is x − mean divided by?",
    ),
    "rows swapped": Misconception(
        "The two rows are in the other order.",
        "Which row is to hold what multiplies x?",
    ),
}
