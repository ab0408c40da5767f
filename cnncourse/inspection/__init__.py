"""What a trained network does and what it looks at, in NumPy on what a twin hands over.

A twin gives ``predict``, ``activations``, ``map_gradients`` and ``loss_gradients``; what is made
of them here is the same in both frameworks, and `cnncourse.reference` can give the same arrays with
neither.

``measuring``
    `confusion_matrix`, `by_class` with precision and recall, `accuracy_interval`, `mcnemar` for
    two networks on the same images.
``calibration``
    `reliability`, how sure and how often right, `fit_temperature`.
``errors``
    `losses` and `margins` of every image, `cross_validated` logits for labels that are doubted,
    `plant_noise`, mistakes that two networks have `shared`.
``slopes``
    `gradient_map`, how steep the class's logit is in each pixel; `gradient_times_input`;
    `smooth_gradient`, the mean over noisy copies (SmoothGrad).
``covering``
    `occlusion`, how far the logit falls where a square is covered.
``class_maps``
    `class_activation_map` (CAM), `grad_cam`, `grad_cam_plus_plus`; `upsample`, a map in the
    size of its image.
``disturbing``
    `sign_step`, the worst small change of an image by its loss's gradient (FGSM), and
    `sign_steps`, several; `random_sign_step`, their control.
``climbing``
    `climb`, an image changed until a unit answers strongly, by gradient ascent.
``filters``
    `strongest_windows`, what a filter sees where its output is largest; `silent_filters`, which
    never change; `alike_filters`, which say the same.
``judging``
    `share_inside`, how much of a map lies on a thing; `rank_correlation`, how alike two maps are.
``neighbours``
    `nearest` by `cosine_distances`; `precision_at` and `recall_at` of what was found.
``projecting``
    `principal_components`, rows of features on few axes.

No map says why a network answers as it does: the chapter "Where does it look?" shows where each
of them misleads.
"""

from cnncourse.inspection.calibration import Reliability, fit_temperature, reliability
from cnncourse.inspection.class_maps import (
    class_activation_map,
    grad_cam,
    grad_cam_plus_plus,
    upsample,
)
from cnncourse.inspection.climbing import climb
from cnncourse.inspection.covering import occlusion
from cnncourse.inspection.disturbing import random_sign_step, sign_step, sign_steps
from cnncourse.inspection.errors import (
    Shared,
    cross_validated,
    losses,
    margins,
    plant_noise,
    shared,
)
from cnncourse.inspection.filters import (
    Fired,
    alike_filters,
    silent_filters,
    strongest_windows,
)
from cnncourse.inspection.judging import rank_correlation, share_inside
from cnncourse.inspection.measuring import (
    ByClass,
    Paired,
    accuracy_interval,
    by_class,
    confusion_matrix,
    mcnemar,
)
from cnncourse.inspection.neighbours import cosine_distances, nearest, precision_at, recall_at
from cnncourse.inspection.projecting import Components, principal_components
from cnncourse.inspection.slopes import gradient_map, gradient_times_input, smooth_gradient

__all__ = [
    "ByClass",
    "Components",
    "Fired",
    "Paired",
    "Reliability",
    "Shared",
    "accuracy_interval",
    "alike_filters",
    "by_class",
    "class_activation_map",
    "climb",
    "confusion_matrix",
    "cosine_distances",
    "cross_validated",
    "fit_temperature",
    "grad_cam",
    "grad_cam_plus_plus",
    "gradient_map",
    "gradient_times_input",
    "losses",
    "margins",
    "mcnemar",
    "nearest",
    "occlusion",
    "precision_at",
    "principal_components",
    "plant_noise",
    "random_sign_step",
    "rank_correlation",
    "recall_at",
    "reliability",
    "share_inside",
    "shared",
    "sign_step",
    "sign_steps",
    "silent_filters",
    "smooth_gradient",
    "strongest_windows",
    "upsample",
]
