interface Size {
  readonly height: number;
  readonly width: number;
}

const size = ({ width, height }: Size) => `${width} × ${height}`;
const percent = (share: number) => `${Math.round(100 * share)} %`;

/** Words of the kinds of condition and their tools. */
export const conditions = {
  depth: {
    tools: 'Depth tools',
    tool: {
      brush: 'Brush',
      raise: 'Raise',
      lower: 'Lower',
      smooth: 'Smooth',
      linear: 'Linear gradient',
      radial: 'Radial gradient',
    },
    toolHelp: {
      brush: 'Paint a depth',
      raise: 'Bring nearer, a little with every stroke',
      lower: 'Push away, a little with every stroke',
      smooth: 'Blend neighbouring depths',
      linear: 'Drag from what is far to what is near',
      radial: 'Drag from the middle of a bulge to its edge',
    },
    value: 'Depth value',
    softness: 'Softness',
    far: 'Far',
    near: 'Near',
    said: percent,
    invert: 'Invert depth',
    fromLayout: 'From the layout',
    fromLayoutHelp: 'Guess the depth of the painted layout: a start to work on',
    import: 'Import depth PNG',
    emptyTitle: 'Paint how near things are',
    emptyText:
      'Light is near, dark is far. Drag a linear gradient from the horizon down for a ground, or begin with your layout.',
    imported: (file: string, from: Size, to: Size) =>
      from.height === to.height && from.width === to.width
        ? `${file} is on the canvas.`
        : `${file} is ${size(from)} pixels; its middle was resampled to ${size(to)}, the size of the picture.`,
  },
  edges: {
    tools: 'Edge tools',
    tool: { pencil: 'Pencil', eraser: 'Eraser' },
    photo: 'Choose a photo',
    canny: 'Edges of the photo',
    from: (file: string) => `Found in ${file}. Drawing on it ends the tuning.`,
    sigma: 'Smoothing',
    low: 'Weak edges from',
    high: 'Strong edges from',
    reset: 'Reference values',
    emptyTitle: 'Draw outlines',
    emptyText: 'Or drop a photo here: its edges are found with Canny’s method, as in the paper.',
  },
  lowResolution: {
    photo: 'Choose a photo',
    factor: 'Shrunk by',
    factorOption: (factor: number) => `${factor} times`,
    seen: (small: Size) => `What the model sees: ${size(small)} pixels, enlarged.`,
    usual: 'The model was trained with 8.',
    emptyTitle: 'Drop a photo',
    emptyText:
      'It is shrunk until only colours and large shapes are left. The model invents the rest, differently for every seed.',
  },
  class: {
    list: 'Classes',
    number: (classes: number) => `Class number, 0 to ${classes - 1}`,
    find: 'Find a class',
    none: (typed: string) => `No class is called “${typed}”.`,
    unnamed: (id: number) => `Class ${id}`,
    help: 'The picture is drawn to be of the chosen class. There is nothing to paint.',
  },
  coordinates: {
    title: 'Nothing to draw',
    help: 'Every cell is told where in the picture it lies, so that what belongs above comes above. The shading shows what each cell is told.',
  },
  none: {
    title: 'No condition',
    help: 'The model draws whatever it likes. Only seed and settings decide.',
  },
};
