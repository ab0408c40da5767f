"""The mistakes first met in the chapter "deeper"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "one small window": Misconception(
        "This is against a single 3×3 layer; a stack of how many sees as much as 7×7?",
        "How many pixels does one 3×3 layer see?",
    ),
    "two small windows": Misconception(
        "Two 3×3 layers see 5×5.",
        "How many pixels do two 3×3 layers see, and how many three?",
    ),
    "what is left": Misconception(
        "This is what the three small layers have; by how much is that less?",
        "Which of the two counts is this?",
    ),
    "maps that come in": Misconception(
        "The 1×1's share depends on the maps that leave.",
        "Which number of maps cancels when you divide?",
    ),
    "window of nine": Misconception(
        "This is a 3×3 window; here it is 5×5.",
        "How many taps has a 5×5 window?",
    ),
    "1×1 forgotten": Misconception(
        "The 1×1 convolution behind it was left out.",
        "Who mixes the maps, and what does that cost?",
    ),
    "depthwise forgotten": Misconception(
        "The depthwise convolution before it was left out.",
        "Who looks at the neighbours, and what does that cost?",
    ),
    "share for percent": Misconception(
        "This is a share of 1, not a percentage.",
        "Of what is this a share?",
    ),
    "what is saved": Misconception(
        "This is what is saved; how much is needed?",
        "Is this what remains, or what is gone?",
    ),
    "flattened head": Misconception(
        "This is the flattened head; how much less has the pooled one?",
        "Which of the two layers is this?",
    ),
    "pooled head": Misconception(
        "This is what the pooled head has; how much less is that?",
        "Which of the two layers is this?",
    ),
    "one side of the map": Misconception(
        "The map has two sides; its numbers are side × side.",
        "How many numbers does a map of 7×7 hold?",
    ),
    "all of its weights": Misconception(
        "All weights were taken away; pooled maps need some as well.",
        "How many numbers enter the layer behind the pooling?",
    ),
    "could for does": Misconception(
        "What a network could compute, training need not find.",
        "Does a loss after training say what the network could do at best?",
    ),
    "shapes agree": Misconception(
        "A sum does not change the shape, so the shape cannot tell.",
        "What shape leaves without the sum?",
    ),
    "counts agree": Misconception(
        "A sum has no parameters, so their number cannot tell.",
        "How many parameters has an addition?",
    ),
    "filters of the input": Misconception(
        "The body leaves other maps than came in.",
        "How many maps leave the body?",
    ),
    "body's window": Misconception(
        "With a window of 3 and no padding one pixel too few is left, and 1×1 would do.",
        "What side leaves a 3×3 with stride 2 and no padding?",
    ),
    "cut to size": Misconception(
        "It adds up, but a large window only cuts the map to size, with many times the weights.",
        "How many weights has this window, and how many a 1×1?",
    ),
    "nothing changed": Misconception(
        "This leaves the shape as it came in; the body changes it.",
        "What shape leaves the body?",
    ),
    "sum forgotten": Misconception(
        "What came in is not added.",
        "With zeros for the second matrix, what leaves?",
    ),
    "ReLU before the sum": Misconception(
        "The ReLU stands before the sum instead of after it.",
        "Can a block like this ever lower a number?",
    ),
    "no ReLU after the sum": Misconception(
        "The ReLU after the sum is missing.",
        "Can what leaves be negative, and should it?",
    ),
    "ReLU before and after": Misconception(
        "There is a ReLU before the sum as well as after it.",
        "Which numbers of F are lost before the sum?",
    ),
    "first ReLU lost": Misconception(
        "The ReLU between the two layers is missing, so they are one matrix.",
        "What stands between the two products?",
    ),
    "doubled instead": Misconception(
        "What the layers made was added to itself.",
        "Which name holds what came in?",
    ),
    "input added twice": Misconception(
        "What came in was added in two places.",
        "How often is x added?",
    ),
    "taken away": Misconception(
        "What came in was taken away instead of added.",
        "With zeros for the second matrix, what leaves?",
    ),
    "weights transposed": Misconception(
        "The weights were read as (F, C).",
        "Which axis of the weights is as long as the channels?",
    ),
    "channels averaged": Misconception(
        "The channels were averaged; a convolution adds them up.",
        "Double the channels, all alike. What should become of the result?",
    ),
    "pixels averaged": Misconception(
        "All pixels were averaged; each should keep its own numbers.",
        "How many numbers of one map are alike in what came back?",
    ),
    "pixels flattened": Misconception(
        "The numbers are right, but the axes of images, height and width are gone.",
        "Which shape has what came back?",
    ),
    "ReLU added": Misconception(
        "Negative numbers became 0; a convolution keeps them.",
        "Can this return a negative number?",
    ),
    "maps put first": Misconception(
        "The maps stand on the second axis; here the channels come last.",
        "Which axis of the result is as long as the bias?",
    ),
    "full convolution": Misconception(
        "These are the products of a full convolution.",
        "How many maps does one window of a depthwise layer see?",
    ),
    "window not squared": Misconception(
        "A window has window × window taps.",
        "How many numbers lie under a 3×3 window?",
    ),
    "one place": Misconception(
        "This is for one place of the maps.",
        "How many places has a map?",
    ),
    "multiplied for added": Misconception(
        "The two layers' products were multiplied; they are done one after the other.",
        "What is the second layer's cost, alone?",
    ),
    "depthwise on the maps that leave": Misconception(
        "The depthwise windows slide over the maps that come in.",
        "How many maps does the depthwise layer get?",
    ),
    "borders lost": Misconception(
        "The maps were taken smaller; they keep their size.",
        "What size have the maps that leave?",
    ),
}
