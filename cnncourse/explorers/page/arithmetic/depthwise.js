/** Each channel convolved by its own slice: the counterpart of `cnncourse.ops.depthwise_conv2d`. */

import { zeros } from "./arrays.js";
import { conv2d } from "./convolution.js";

/** @typedef {import("./arrays.js").NDArray} NDArray */

/** One channel by itself, [H, W, 1]. @param {NDArray} array [H, W, C] @param {number} channel */
export function channelOf({ shape: [height, width, channels], data }, channel) {
  const one = zeros([height, width, 1]);
  for (let i = 0; i < height * width; i++) one.data[i] = data[i * channels + channel];
  return one;
}

/**
 * Slide a slice over each channel.
 * @param {NDArray} image [H, W, C]
 * @param {NDArray} weights [k, k, C]
 * @param {import("./convolution.js").ConvolutionSettings} settings
 * @returns {NDArray} [output height, output width, C]
 */
export function depthwiseConv2d(image, weights, settings) {
  const channels = image.shape[2];
  const maps = Array.from({ length: channels }, (_, c) => {
    const slice = channelOf(weights, c);
    return conv2d(channelOf(image, c), { shape: [...slice.shape, 1], data: slice.data }, settings);
  });
  const output = zeros([...maps[0].shape.slice(0, 2), channels]);
  maps.forEach(({ data }, c) => data.forEach((v, i) => (output.data[i * channels + c] = v)));
  return output;
}
