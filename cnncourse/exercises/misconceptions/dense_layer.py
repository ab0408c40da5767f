"""The mistakes first met in the chapter "dense_layer"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "max for average": Misconception(
        "This is each window's largest value.",
        "Change a small number of the window: should the result change?",
    ),
    "sum for average": Misconception(
        "The window was added up and not divided.",
        "What is the mean of four equal numbers, and what did you get?",
    ),
    "channels first": Misconception(
        "The axes stand in the order channels, height, width; here the channels are last.",
        "Which axis stands last in this course's arrays?",
    ),
    "wrong flatten order": Misconception(
        "All numbers are there, in another order: which axis runs fastest?",
        "Which number stands at place 1, beside the first?",
    ),
    "bias forgotten": Misconception(
        "The bias was not counted.",
        "What comes out if all inputs are 0?",
    ),
    "bias for every weight": Misconception(
        "The bias was counted for each weight; it stands beside them.",
        "How many biases has one unit or filter?",
    ),
    "kernel forgotten": Misconception(
        "The pixels were added up as they are; each is to be weighted first.",
        "What does each pixel have to be multiplied by?",
    ),
    "bias taken away": Misconception(
        "The bias was taken away; it is added.",
        "Which sign has the bias in the formula?",
    ),
    "negative weights added": Misconception(
        "A negative weight takes its pixel away from the sum.",
        "What does a weight of minus 1 do to its pixel?",
    ),
    "averaged": Misconception(
        "The sum was divided by the number of pixels; a weighted sum only adds up.",
        "Where in the formula does one divide?",
    ),
    "one layer": Misconception(
        "This is one layer; are there more?",
        "How many layers with weights are there?",
    ),
    "last biases forgotten": Misconception(
        "The last layer has biases, too.",
        "How many outputs has the last layer, and has each a bias?",
    ),
    "first biases forgotten": Misconception(
        "The first layer has biases, too.",
        "How many outputs has the first layer, and has each a bias?",
    ),
    "inputs of the batch": Misconception(
        "This is the shape of the rows that go in.",
        "Is that the shape of the pictures or of the weights?",
    ),
    "other inputs": Misconception(
        "A layer's inputs are the outputs of the layer before it.",
        "How many numbers enter the second layer?",
    ),
    "doubled": Misconception(
        "Twice the outputs are not twice the whole: what else depends on them?",
        "Which part does not grow when the outputs double?",
    ),
    "batch counted": Misconception(
        "The batch was counted in; a layer is the same for one image or many.",
        "Does a layer get more weights when more images come?",
    ),
    "bias as a row": Misconception(
        "The biases are kept apart from the weights.",
        "Which shape have the weights without the biases?",
    ),
    "outputs of the batch": Misconception(
        "This is the shape of the outputs, not of the weights.",
        "Is that the shape of the results or of the weights?",
    ),
    "one side": Misconception(
        "The pixels of an image are its rows times its columns.",
        "How many pixels has the whole picture?",
    ),
    "one shuffle for all": Misconception(
        "This would hold if one shuffle served all images.",
        "Does a weight meet the same pixel in every picture?",
    ),
    "fraction lost": Misconception(
        "The fraction was cut off.",
        "Which type has your result, and can it hold a half?",
    ),
    "fractions cut first": Misconception(
        "Fractions were cut off before anything was computed.",
        "At which step did the fractions go?",
    ),
    "divided by 255": Misconception(
        "Something was divided by 255 that should stay on its own scale.",
        "In which range does this number already lie?",
    ),
    "first alone": Misconception(
        "Only one of the two was used.",
        "What did the second one change in your result?",
    ),
    "difference for sum": Misconception(
        "One was taken from the other.",
        "What should come out if both are equal?",
    ),
    "shuffled back": Misconception(
        "The weights went the other way: the inverse shuffle undoes it.",
        "Where did pixel 0 go, and where did you look for it?",
    ),
    "not shuffled": Misconception(
        "The weights still stand where the pixels were before.",
        "Which pixel does weight 0 meet now?",
    ),
    "shuffled twice": Misconception(
        "The order was applied more than once.",
        "How often was the order applied to the pixels?",
    ),
    "outputs shuffled": Misconception(
        "Columns belong to outputs, and these stay where they are.",
        "Which axis belongs to the pixels?",
    ),
    "classes forgotten": Misconception(
        "The last layer needs an output for each class.",
        "How many outputs does the last layer need?",
    ),
    "integers wrapped": Misconception(
        "Bytes wrapped around at 256: make floats of them first.",
        "What are 200 and 100 in uint8? Print the sum.",
    ),
    "transposed": Misconception(
        "Rows and columns changed places.",
        "Which shape has yours, and which is asked for? Try a picture that is no square.",
    ),
    "mirrored": Misconception(
        "The right numbers, in mirrored order.",
        "Where does the first number of the input end up?",
    ),
}
