"""The kinds of the convolution explorer are the layers of both frameworks."""

import numpy as np
import pytest
import torch

from cnncourse.explorers import Convolution

PADDINGS = ({}, {"padding": 1}, {"padding_kind": "same"})


@pytest.mark.parametrize("image", ["boot", "landscape"])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", PADDINGS, ids=["none", "one", "same"])
def test_transposed_is_the_layer_of_both_frameworks(image, stride, padding):
    explorer = Convolution(
        image=image, kind="transposed", stride=stride, kernel="emboss", kernel_size=3, **padding
    )
    weights, picture = explorer.weights, explorer.picture
    channels = picture.shape[2]
    if "padding_kind" not in padding:
        layer = torch.nn.ConvTranspose2d(
            channels, 1, 3, stride, padding.get("padding", 0), bias=False, dtype=torch.float64
        )
        with torch.no_grad():
            layer.weight[:] = torch.tensor(weights).permute(2, 0, 1)[:, None]
            theirs = layer(torch.tensor(picture).permute(2, 0, 1)[None])[0, 0].numpy()
        np.testing.assert_allclose(explorer.output, theirs, atol=1e-12)
    if "padding" not in padding:
        keras = pytest.importorskip("keras")
        layer = keras.layers.Conv2DTranspose(
            1, 3, stride, explorer.padding_kind.replace("number", "valid"), use_bias=False
        )
        layer.build((None, *picture.shape))
        layer.set_weights([weights[:, :, None]])
        theirs = keras.ops.convert_to_numpy(layer(picture[None].astype("float32")))[0, ..., 0]
        np.testing.assert_allclose(explorer.output, theirs, atol=1e-5)


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("padding", PADDINGS, ids=["none", "one", "same"])
def test_depthwise_is_the_layer_of_both_frameworks(stride, padding):
    explorer = Convolution(
        image="landscape", kind="depthwise", slices="blue-yellow", stride=stride, **padding
    )
    found, weights = explorer.results, explorer.weights
    shown = found["row"], found["column"]
    np.testing.assert_allclose(found["value"], explorer.output[shown], atol=1e-12)
    assert found["value"].tolist() == found["channel_sums"].tolist()
    top, bottom, left, right = found["sides"]
    layer = torch.nn.Conv2d(3, 3, 3, stride, groups=3, bias=False, dtype=torch.float64)
    with torch.no_grad():
        layer.weight[:] = torch.tensor(weights).permute(2, 0, 1)[:, None]
        x = torch.tensor(explorer.picture).permute(2, 0, 1)[None]
        theirs = layer(torch.nn.functional.pad(x, (left, right, top, bottom)))[0]
    np.testing.assert_allclose(explorer.output, theirs.permute(1, 2, 0).numpy(), atol=1e-12)
    if "padding" not in padding:
        keras = pytest.importorskip("keras")
        layer = keras.layers.DepthwiseConv2D(
            3, stride, explorer.padding_kind.replace("number", "valid"), use_bias=False
        )
        layer.build((None, *explorer.picture.shape))
        layer.set_weights([weights[..., None]])
        theirs = layer(explorer.picture[None].astype("float32"))[0]
        np.testing.assert_allclose(explorer.output, keras.ops.convert_to_numpy(theirs), atol=1e-5)
