// face-api asks for the whole @tensorflow/tfjs, which brings 240 MB of layers, converters and GPU backends.
// What it really calls is the core, plus these few operations in chained form (tensor.div(255)), which the core's
// Node build leaves out. A chained operation that is missing here fails loudly, at the warm-up.
const tf = require('@tensorflow/tfjs-core');

const chained = {
  as1D() { return tf.reshape(this, [this.size]); },
  as2D(rows, columns) { return tf.reshape(this, [rows, columns]); },
  as3D(rows, columns, depth) { return tf.reshape(this, [rows, columns, depth]); },
  as4D(a, b, c, d) { return tf.reshape(this, [a, b, c, d]); },
  reshape(shape) { return tf.reshape(this, shape); },
  sub(other) { return tf.sub(this, other); },
  mul(other) { return tf.mul(this, other); },
  div(other) { return tf.div(this, other); },
  mean(axis, keepDims) { return tf.mean(this, axis, keepDims); },
};
Object.assign(tf.Tensor.prototype, chained);

module.exports = tf;
