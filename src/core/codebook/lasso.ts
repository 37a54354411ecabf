/**
 * Whether a point lies inside a polygon that was drawn freely (even-odd rule; the last corner is joined to the first).
 * @param polygon x, y, x, y, ...
 */
export function insidePolygon(polygon: ArrayLike<number>, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
    const crosses = polygon[i + 1] > y !== polygon[j + 1] > y;
    if (!crosses) continue;
    const slope = (polygon[j] - polygon[i]) / (polygon[j + 1] - polygon[i + 1]);
    if (x < polygon[i] + slope * (y - polygon[i + 1])) inside = !inside;
  }
  return inside;
}
