import { encode } from 'fast-png';

import { posePhoto } from '../../conditioning/pose.ts';
import type { DrawnDocument } from './documents.ts';

/**
 * A drawing as the PNG that importing it, and the command's `--condition`, read back: depth as 16-bit gray, edges white
 * on black, a small photo as it is, a pose as its skeleton. Null for a photo that was taken away.
 */
export function drawnPng(drawn: DrawnDocument): Uint8Array<ArrayBuffer> | null {
  switch (drawn.kind) {
    case 'depth': {
      const { height, width, values } = drawn.map;
      return new Uint8Array(encode({ height, width, channels: 1, depth: 16, data: values }));
    }
    case 'edges': {
      const { height, width, edges } = drawn.map;
      const data = edges.map((edge) => (edge === 1 ? 255 : 0));
      return new Uint8Array(encode({ height, width, channels: 1, depth: 8, data }));
    }
    case 'low-resolution': {
      const { small } = drawn.photo;
      if (!small) return null;
      return new Uint8Array(
        encode({ height: small.height, width: small.width, channels: 3, depth: 8, data: small.rgb }),
      );
    }
    case 'pose': {
      const { height, width, rgb } = drawn.drawing.picture ?? posePhoto(drawn.drawing);
      return new Uint8Array(encode({ height, width, channels: 3, depth: 8, data: rgb }));
    }
  }
}
