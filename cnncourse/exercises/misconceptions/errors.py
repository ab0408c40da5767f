"""The mistakes first met in the chapter "errors"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "lead of the answer": Misconception(
        "This is how far the answer leads the second, right or wrong.",
        "Which sign should an image have that is wrong?",
    ),
    "right class among the others": Misconception(
        "The right class is among the others, so no margin is above 0.",
        "What is the margin of an image that is right?",
    ),
    "margin the wrong way": Misconception(
        "The sign is the wrong way round.",
        "Which of the two logits is larger where the image is right?",
    ),
    "size of the margin": Misconception(
        "The sign is lost, and with it whether the image is right.",
        "How do a near miss and a near hit differ?",
    ),
    "mean of the others": Misconception(
        "The mean of the others is not the best of them.",
        "Which one of the other classes decides whether the image is right?",
    ),
    "margin of the shares": Misconception(
        "These are differences of probabilities; logits were asked.",
        "Is a softmax needed here?",
    ),
    "own logit alone": Misconception(
        "This is the right class's logit; nothing is taken away from it.",
        "Does a logit of 5 say that the image is right?",
    ),
    "best of all images": Misconception(
        "The largest of all images is taken away, not the largest of each.",
        "Along which axis does the maximum go?",
    ),
    "right ones too": Misconception(
        "Images that are right are among them.",
        "Which images are to be sorted?",
    ),
    "right images alone": Misconception(
        "These are images that are right.",
        "What does scores.argmax(1) == labels pick?",
    ),
    "least sure first": Misconception(
        "These are the mistakes that it was least sure of.",
        "In which order does np.argsort put numbers?",
    ),
    "surest last": Misconception(
        "The right ones, and the surest stands last.",
        "Which should come first?",
    ),
    "logit for probability": Misconception(
        "They are ordered by the largest logit, which says little without the others.",
        "What becomes of the probabilities if 10 is added to all logits of an image?",
    ),
    "place among the wrong": Misconception(
        "These are places among the wrong images, not numbers of images.",
        "How large can a number become, and how many images are there?",
    ),
    "in the images' order": Misconception(
        "The right images, but not in the order of sureness.",
        "Which one is the network surest of?",
    ),
    "classes for images": Misconception(
        "These are classes; the numbers of the images were asked.",
        "Which image is meant by a 3?",
    ),
    "all that are looked at": Misconception(
        "Then every image looked at would have a wrong label.",
        "Which share of the labels is wrong?",
    ),
    "all that are there": Misconception(
        "So many are wrong altogether, more than are looked at.",
        "How many images are looked at?",
    ),
    "share of the found": Misconception(
        "Images looked at by wrong labels: that is no share of either.",
        "Which share of all labels is wrong?",
    ),
    "percent for number": Misconception(
        "This is how many percent are wrong, not how many of those looked at.",
        "How many are 5 % of 200?",
    ),
    "label not learned yet": Misconception(
        "As long as a label is not learned its loss is high; more epochs lower it.",
        "What does training do to the loss of the labels it is given?",
    ),
    "as many as can be": Misconception(
        "So many are shared at most, if one makes all mistakes of the other.",
        "What if the two had nothing to do with one another?",
    ),
    "mistakes added": Misconception(
        "These are the mistakes of both, counted together.",
        "Which images does both mean?",
    ),
    "product of the counts": Misconception(
        "The product is still to be divided by the images.",
        "Can there be more shared mistakes than images?",
    ),
    "difference of the counts": Misconception(
        "This is by how many the two differ.",
        "Would two equally good networks share none?",
    ),
    "share of the images": Misconception(
        "This is the share that the first has wrong.",
        "Of what is this share to be taken?",
    ),
    "seeds against shared mistakes": Misconception(
        "Other seeds make the same mistakes; choosing among them hardly helps.",
        "How many of the 62 does another seed make as well?",
    ),
}
