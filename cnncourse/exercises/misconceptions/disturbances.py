"""The mistakes first met in the chapter "disturbances"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "slopes cancelled": Misconception(
        "The slopes were added with their signs, as if all pixels went up.",
        "Which way does a pixel with a negative slope go, for the loss to rise?",
    ),
    "length of the slope": Misconception(
        "The root of the sum of squares goes with a change of a given length; here each pixel has "
        "a bound of its own.",
        "May the second pixel still go by 0.1 when the first has gone by 0.1?",
    ),
    "size left out": Misconception(
        "This is the rise for changes of 1.",
        "How far may each pixel go?",
    ),
    "steepest pixel alone": Misconception(
        "Only the steepest pixel was moved.",
        "Does it cost anything to move the others as well?",
    ),
    "slope for its sign": Misconception(
        "Steep pixels went further than flat ones.",
        "How far does a pixel go whose slope is 2.5?",
    ),
    "out of the range": Misconception(
        "Some pixels are darker than black or lighter than white.",
        "Where does a pixel of 0.99 go, one step up?",
    ),
    "downhill": Misconception(
        "The step goes down the loss, and makes the image easier.",
        "Which sign has the change of a pixel with a positive slope?",
    ),
    "scaled by the steepest": Misconception(
        "Only the steepest pixel goes the whole way.",
        "How far does a pixel go whose slope is a tenth of the steepest?",
    ),
    "flat pixels moved": Misconception(
        "A pixel whose slope is 0 was moved.",
        "What is the sign of 0?",
    ),
    "black below zero": Misconception(
        "Pixels were kept between −1 and 1; black is 0.",
        "What is the darkest pixel that an image can have?",
    ),
    "range of bytes": Misconception(
        "Pixels were kept between 0 and 255; white is 1 here.",
        "Which numbers stand for black and white in this image?",
    ),
    "brighter only": Misconception(
        "All pixels became brighter, whatever the sign of their slope.",
        "What becomes of a pixel with a negative slope?",
    ),
    "step for the image": Misconception(
        "This is the change alone, without the image.",
        "What is to be returned: the way, or where it leads?",
    ),
    "a file of fractions": Misconception(
        "A file of bytes has no fractions of a level.",
        "What is 101.4 in a file of whole levels?",
    ),
    "next level out": Misconception(
        "It was rounded outwards; the nearest level is nearer.",
        "Is 101.4 nearer to 101 or to 102?",
    ),
    "rounding undoes all": Misconception(
        "Only steps below half a level are undone by rounding.",
        "Is 101.4 nearer to 100 or to 101?",
    ),
    "two for up and down": Misconception(
        "Each pixel goes one way only.",
        "Where is a pixel of 100 that went up by 1.4?",
    ),
    "distance not looked at": Misconception(
        "Pixels were kept in the range, however far they are from their start.",
        "How far is each pixel from where it started?",
    ),
    "all pixels shortened": Misconception(
        "One pixel was too far, and all were brought back by the same share.",
        "What becomes of a pixel that was near enough?",
    ),
    "bounded from above alone": Misconception(
        "Pixels that became too dark stay so.",
        "What becomes of a pixel that fell from 0.6 to 0.1?",
    ),
    "bounded from below alone": Misconception(
        "Pixels that became too bright stay so.",
        "What becomes of a pixel that rose from 0.5 to 0.95?",
    ),
    "far ones put back": Misconception(
        "A pixel that went too far was sent to its start, not to the farthest allowed place.",
        "From 0.5 to 0.95, at most 0.25 away: which allowed place is the nearest to 0.95?",
    ),
    "about the middle grey": Misconception(
        "The distance was measured from grey 0.5, not from the image.",
        "Where did this pixel start?",
    ),
    "always the whole size": Misconception(
        "Each pixel was moved by the whole size, also one that had gone less far.",
        "What becomes of a pixel that moved by 0.01?",
    ),
    "range not looked at": Misconception(
        "This is the worst step, but for the range: some pixels leave it.",
        "What is darker than a pixel of 0?",
    ),
    "one pixel for the others": Misconception(
        "One pixel goes further than it may, for those that cannot move.",
        "How large is your largest change?",
    ),
}
