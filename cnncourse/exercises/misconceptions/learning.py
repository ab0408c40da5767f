"""The mistakes first met in the chapter "learning"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "uphill": Misconception(
        "The step goes up the slope: subtract it.",
        "Does the loss fall or rise after your step?",
    ),
    "summed for mean": Misconception(
        "The slopes of all examples were added up; the loss is their mean.",
        "Is the loss the sum of the examples' errors, or their mean?",
    ),
    "factor forgotten": Misconception(
        "A square has a slope of twice its base.",
        "What is the slope of a square at 3?",
    ),
    "input forgotten": Misconception(
        "Each error goes with the number that the weight was multiplied by.",
        "What was the weight multiplied by?",
    ),
    "rate forgotten": Misconception(
        "The gradient was taken as it is; the learning rate multiplies it.",
        "How long is one step?",
    ),
    "slope for weight": Misconception(
        "This is the slope; the question is where the weight goes.",
        "Is that how steep it is, or where the weight is afterwards?",
    ),
    "step for weight": Misconception(
        "This is how far to go; from where?",
        "Where did the weight stand before the step?",
    ),
    "last batch forgotten": Misconception(
        "Images were left over: the last batch of an epoch is smaller.",
        "What happens to the images that do not fill a batch?",
    ),
    "one epoch": Misconception(
        "This is one pass over the images.",
        "How often are all images seen?",
    ),
    "fraction of a step": Misconception(
        "A step is a whole one, on a smaller batch if need be.",
        "Can half a step be taken?",
    ),
    "epochs joined": Misconception(
        "Images left over do not wait for the next epoch.",
        "Does a batch mix images of two epochs?",
    ),
    "epochs for images": Misconception(
        "This counts images and not steps.",
        "Did you count images or steps?",
    ),
    "momentum forgotten": Misconception(
        "Both steps went by their own slope alone; the first one goes on.",
        "What is left of the first step when the second begins?",
    ),
    "mean for sum": Misconception(
        "The velocity adds each slope whole; here it took a tenth of it.",
        "With which factor does a new slope enter the velocity here?",
    ),
    "first step forgotten": Misconception(
        "The velocity is right, but the weight has already moved once.",
        "Where did the weight stand after the first step?",
    ),
    "size forgotten": Misconception(
        "Every weight moved equally far; larger slopes move it further.",
        "Should a slope twice as large move the weight further?",
    ),
    "error squared": Misconception(
        "The slope of a square goes with the error, not with its square.",
        "What is the slope of a square at 3?",
    ),
    "shown forgotten": Misconception(
        "The map itself was taken for its error.",
        "What is wrong with the map: its numbers, or their distance from the wanted?",
    ),
    "correction forgotten": Misconception(
        "Both means started at zero and are still too small: correct them.",
        "Both means began at 0. How far have they come after one step?",
    ),
    "one correction": Misconception(
        "Only one of the two means was corrected.",
        "How many means are there?",
    ),
    "corrected means kept": Misconception(
        "What goes on to the next step are the means as they ran; the corrected ones serve this "
        "step alone.",
        "Which means does the next step begin with?",
    ),
    "epsilon forgotten": Misconception(
        "The constant is missing in the division.",
        "What if all slopes were 0 so far?",
    ),
    "epsilon before the correction": Misconception(
        "The constant was added before the mean square was corrected, as Keras does.",
        "Is epsilon added to the corrected root or to the raw one?",
    ),
    "epsilon under the root": Misconception(
        "The constant went under the root.",
        "Does epsilon stand under the root or beside it?",
    ),
    "root forgotten": Misconception(
        "The step is divided by a mean square; take its root.",
        "Double all slopes: should the step grow?",
    ),
    "square forgotten": Misconception(
        "The second mean is one of squares.",
        "What is the second mean a mean of?",
    ),
    "old means": Misconception(
        "The step went by the means from before this gradient.",
        "Does this gradient take part in its own step?",
    ),
    "decays swapped": Misconception(
        "The two decay rates changed places.",
        "Which of the two means forgets faster?",
    ),
    "too small a rate": Misconception(
        "The steps are right and too small to arrive in time.",
        "How far from the goal is it after the last step?",
    ),
    "jumps across": Misconception(
        "Each step lands on the other side of the lowest place.",
        "On which side of the goal does each step land?",
    ),
    "never arrives": Misconception(
        "The weight jumps back and forth and comes no nearer.",
        "Is it nearer after two steps than it was before?",
    ),
    "labels name the kernel": Misconception(
        "The labels say which pictures differ, not how to tell.",
        "Would a kernel with all signs turned serve these labels, too?",
    ),
    "loss for kernel": Misconception(
        "A loss of zero says that the maps agree on these pictures.",
        "Which other kernel gives the same maps of flat pictures?",
    ),
}
