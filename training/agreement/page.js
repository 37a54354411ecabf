/* global tf, tflite */
// Runs in the browser: one picture in, the merged class of every pixel of the segmenter's 512x512 map out.

// Segmenter class -> merged class: 1 sky, 2 mountain, 3 tree, 4 grass, 5 water, 6 ground, 7 building; 0 none of them.
const MERGED = new Map([
  [3, 1],
  [17, 2],
  [5, 3],
  [18, 3],
  [10, 4],
  [30, 4],
  [22, 5],
  [27, 5],
  [14, 6],
  [7, 6],
  [2, 7],
  [26, 7],
]);

let model;

window.loadSegmenter = async () => {
  tflite.setWasmPath('/tflite/');
  model = await tflite.loadTFLiteModel('/segmenter.tflite');
};

window.segment = async (url) => {
  const image = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(512, 512);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0, 512, 512);
  const { data } = context.getImageData(0, 0, 512, 512);
  const output = tf.tidy(() => {
    const rgba = tf.tensor3d(new Int32Array(data), [512, 512, 4], 'int32');
    // Raw 0..255 values: the runtime shifts them itself.
    return model.predict(rgba.slice([0, 0, 0], [512, 512, 3]).expandDims(0));
  });
  const classes = await output.data();
  output.dispose();
  return Array.from(classes, (id) => MERGED.get(id) ?? 0);
};
