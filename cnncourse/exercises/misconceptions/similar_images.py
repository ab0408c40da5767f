"""The mistakes first met in the chapter "similar_images"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "cosine for distance": Misconception(
        "This is the cosine; the distance is 1 less the cosine.",
        "What should the distance of a row to itself be?",
    ),
    "product not divided": Misconception(
        "The product was not divided by the lengths.",
        "What is the distance of (3, 4) to itself, by this rule?",
    ),
    "Euclid for cosine": Misconception(
        "This goes by the root of the summed squares, which also counts lengths.",
        "Make a row ten times as long. Should its distance change?",
    ),
    "angle for cosine": Misconception(
        "This is the angle and not its cosine.",
        "What is the cosine of a right angle, and what the distance?",
    ),
    "divided by one length": Misconception(
        "The product must be divided by both lengths.",
        "What is the distance of (3, 4) to itself, by this rule?",
    ),
    "order without distances": Misconception(
        "If the distances stay, the order does, and here they do.",
        "What becomes of the factor when the query is divided by its length?",
    ),
    "all orders kept": Misconception(
        "Euclidean order may change when the query gets longer.",
        "Which row is nearest to an arrow of length 1, and to one of length 3?",
    ),
    "lengths trusted": Misconception(
        "It is the angles that stay, not the distances of the ends.",
        "Which of the two measures divides by the lengths?",
    ),
    "query still counted": Misconception(
        "The query's own image is still counted.",
        "How many of the five could not have been wrong?",
    ),
    "taken from the top alone": Misconception(
        "Four others were found, and this divides by five.",
        "If all four others were right, what would you get?",
    ),
    "taken from below alone": Misconception(
        "The query was left out of the five, but not out of those that are right.",
        "Can a share be larger than before, when a sure hit is left out?",
    ),
    "one whole share taken off": Misconception(
        "A share of four was taken from a share of five.",
        "How many images are right, before and after?",
    ),
    "five must all be right": Misconception(
        "The five are right or wrong together: one class was named for all.",
        "If the class is right, how many of the five are?",
    ),
    "as if by lot from all": Misconception(
        "They are drawn from the class that was named, not from all.",
        "How often is that class the right one?",
    ),
    "a fifth of it": Misconception(
        "All five come from the class that was named.",
        "If the class is right, how many of the five are?",
    ),
    "errors for hits": Misconception(
        "This is how often the class is wrong.",
        "What does precision count?",
    ),
    "centres not counted": Misconception(
        "The query is compared with every centre, too.",
        "How many comparisons are made before the first row is?",
    ),
    "cells too large": Misconception(
        "Few cells are large cells: too many rows are compared.",
        "How many rows has one cell, and how many have all that are looked into?",
    ),
    "one cell will do": Misconception(
        "What is near the query may lie over the border, in the next cell.",
        "Where does the nearest row lie, if the query is at the edge of a cell?",
    ),
    "farthest rows": Misconception(
        "These are the rows farthest away.",
        "Does `argsort` put the smallest or the largest first?",
    ),
    "lengths left in": Misconception(
        "A long row has a large product, whatever its direction.",
        "Make one row ten times as long. Does it come nearer?",
    ),
    "sign of the cosine lost": Misconception(
        "Rows of the opposite direction came out near.",
        "How far is a row from its own negative?",
    ),
    "sums for lengths": Misconception(
        "The sum of a row is not its length, and may even be negative.",
        "What is the length of (3, −4)?",
    ),
    "length not rooted": Misconception(
        "The root of the summed squares is missing.",
        "What is the length of (3, 4)?",
    ),
    "first one skipped": Misconception(
        "The nearest row itself is missing.",
        "Is the query one of the rows here?",
    ),
    "one found too few": Misconception(
        "One row too few was found.",
        "How many are asked for?",
    ),
    "farthest of the nearest first": Misconception(
        "The rows are the right ones, in the opposite order.",
        "Which of them should stand first?",
    ),
    "distances for places": Misconception(
        "These are distances; which rows they belong to was asked for.",
        "Which kind of number says where a row stands?",
    ),
    "places for labels": Misconception(
        "The places of the images were compared, not their classes.",
        "What does `labels[places]` give?",
    ),
    "first find alone": Misconception(
        "Only the first image of each query was looked at.",
        "How many images did each query find?",
    ),
    "any find will do": Misconception(
        "One right image counted for all of its query's.",
        "If one of five is right, what share is that?",
    ),
    "all finds must be": Misconception(
        "A query counted only if all that it found is right.",
        "If four of five are right, what share is that?",
    ),
    "vote of the finds": Misconception(
        "This counts the queries whose finds are mostly right, and not the finds.",
        "If three of five are right, what share is that?",
    ),
    "share of the class found": Misconception(
        "This is the share of the class that was found: recall.",
        "Should it matter how many more of the class are on the shelf?",
    ),
    "wrong finds counted": Misconception(
        "This is the share of those that are wrong.",
        "What should it be if every image found is right?",
    ),
    "finds counted, not shared": Misconception(
        "This is how many are right, and a share was asked for.",
        "What should it be if every image found is right?",
    ),
    "percent for share": Misconception(
        "A share runs from 0 to 1; this is in percent.",
        "What should it be if every image found is right?",
    ),
    "a share for each query": Misconception(
        "This is a share for each query; one number for all was asked for.",
        "How many numbers should come back?",
    ),
}
