/** A file of a folder or an archive. `read` gives its bytes, still on disk as far as the source allows. */
export type SourceFile = {
  /** With `/` between folders, below what the seller chose. */
  path: string;
  /** Unpacked, bytes. */
  size: number;
  read: () => Promise<Blob>;
};
