/** Where a converted model goes: a folder on disk, or in the browser's private file system. */
export interface FolderWriter {
  /** Starts a file. One file is open at a time. */
  create(path: string): Promise<FileSink>;
  /** Makes the folder visible under its name, once all is written. */
  commit(): Promise<void>;
  /** Removes all that was written. */
  discard(): Promise<void>;
}

export interface FileSink {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}
