/** One semantic class of a segmentation condition. */
export interface Label {
  readonly id: number;
  readonly name: string;
  /** `#rrggbb`, for display only. */
  readonly color: string;
  readonly description?: string;
}
