import { useEffect, useRef } from 'react';

interface PixelCanvasProps {
  readonly height: number;
  readonly width: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  readonly label: string;
  /** Cells stay sharp when few pixels fill a large place. */
  readonly sharp?: boolean;
}

export function PixelCanvas({ height, width, rgba, label, sharp }: PixelCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0);
  }, [rgba, width, height]);
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      role="img"
      aria-label={label}
      data-sharp={sharp || undefined}
    />
  );
}
