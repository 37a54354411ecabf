interface Size {
  readonly height: number;
  readonly width: number;
}

const size = ({ width, height }: Size) => `${width} × ${height}`;
const percent = (share: number) => `${Math.round(100 * share)} %`;

/** Words of the kinds of condition and their tools. */
export const conditions = {
  doubt: {
    photo: (file: string) => `${file} is on the canvas.`,
    flatDepth: 'it has one depth everywhere, which tells the model nothing; paint what is nearer',
    fewDepths: (depths: number) =>
      `it has only ${depths} different depths; if it is a map of labels, choose Segmentation and import it there`,
    flatPhoto: (least: number, most: number) =>
      `it has hardly any contrast (bytes from ${least} to ${most}); if it is a map of labels, choose Segmentation`,
  },
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
    export: 'Export depth PNG',
    exportHelp: 'Gray of 16 bits: light is near',
    inSpace: 'In space',
    relief: 'Depth in space',
    reliefPicture: 'The depth map as a relief',
    reliefHelp: 'Drag or use the arrow keys to turn it; Home turns it back.',
    turnedTo: (yaw: number, pitch: number) => `${yaw}° around, ${pitch}° from above`,
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
  pose: {
    jointsLabel: 'Joints',
    joints: {
      nose: 'Nose',
      neck: 'Neck',
      rightShoulder: 'Right shoulder',
      rightElbow: 'Right elbow',
      rightWrist: 'Right wrist',
      leftShoulder: 'Left shoulder',
      leftElbow: 'Left elbow',
      leftWrist: 'Left wrist',
      rightHip: 'Right hip',
      rightKnee: 'Right knee',
      rightAnkle: 'Right ankle',
      leftHip: 'Left hip',
      leftKnee: 'Left knee',
      leftAnkle: 'Left ankle',
      rightEye: 'Right eye',
      leftEye: 'Left eye',
      rightEar: 'Right ear',
      leftEar: 'Left ear',
    },
    joint: (name: string, x: number, y: number, isThere: boolean) =>
      isThere ? `${name}, ${x} across, ${y} down` : `${name}, left out`,
    presets: 'Poses to begin with',
    preset: {
      standing: 'Standing',
      walking: 'Walking',
      armsRaised: 'Arms raised',
      waving: 'Waving',
      sitting: 'Sitting',
      lunge: 'Lunge',
      handsOnHips: 'Hands on hips',
      star: 'Star jump',
    },
    mirror: 'Mirror',
    reset: 'Reset pose',
    import: 'Import keypoints',
    export: 'Export keypoints',
    help: 'Drag joints, or beside them the whole figure. Arrow keys move the joint in focus, with Shift by 10 pixels; Delete leaves it out. Left and right are the person’s own.',
    picture: 'The model is shown this picture as it is. Choose a pose or reset to drag joints.',
    imported: (file: string, people: number, isFitted: boolean) =>
      [
        people > 1 ? `${file} is on the canvas: the first of ${people} people.` : `${file} is on the canvas.`,
        isFitted
          ? 'It does not tell the size of its picture, so the figure was placed as large as fits.'
          : '',
      ]
        .filter(Boolean)
        .join(' '),
    noModel: 'the present model draws from no poses',
    noModelAdvice: 'choose a model of figures above, then open the keypoints again',
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
