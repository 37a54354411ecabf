/** The storages of a torch file: flat runs of bytes by key. */
export interface Storages {
  /** Size in bytes of every storage, read or not. */
  readonly sizes: ReadonlyMap<string, number>;
  /** @throws TesseraError when the file is shorter or its checksum disagrees */
  read(key: string, start: number, length: number): Promise<Uint8Array>;
}
