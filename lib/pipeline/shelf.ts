import type { ErrorShape } from '../core/app-error';
import type { KeptPicture } from '../core/disk';
import type { JobId } from '../core/ids';
import type { Item, Job } from '../core/job';

/** A picture that waits in the browser to be saved. */
export type ShelvedPicture = KeptPicture & { seq: number; n: number; url: string; blob: Blob };

/** A line of a job with those of its pictures that wait, in order; only what its task has written down as kept. */
export type ShelvedLine = { item: Item; pictures: ShelvedPicture[] };

/** A picture without its bytes, and the line it belongs to. */
export type SavedPicture = Omit<ShelvedPicture, 'blob'> & Pick<ShelvedLine, 'item'>;

/** What could not be had: a whole line, or one picture of it. */
export type Missing = { article: string; number: number | null; url: string | null; error: ErrorShape };

/** Durable place for the bytes of pictures between fetching and saving. Errors: `disk.full`. */
export interface Shelf {
  put(job: JobId, picture: ShelvedPicture): Promise<void>;
  /** Lines from `from` on, in order, read as they are asked for. */
  lines(job: JobId, from: number): AsyncIterable<ShelvedLine>;
  /** Forgets these pictures, named by line and number. */
  drop(job: JobId, lines: { seq: number; numbers: number[] }[]): Promise<void>;
  job(id: JobId): Promise<Job | undefined>;
  /** Pictures of a job that were fetched and are or will be saved, in the order of its list. */
  fetched(id: JobId): AsyncIterable<SavedPicture>;
  /** Lines and pictures of a job that failed. */
  missing(id: JobId): AsyncIterable<Missing>;
  /** Notes something on a job for the seller to see. */
  notice(id: JobId, notice: ErrorShape): Promise<void>;
}

/** Archives being written; on disk, so that their size does not matter. Errors: `disk.full`. */
export interface Archives {
  /** Writes an archive anew and gives its size. */
  write(name: string, content: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<number>;
  delete(name: string): Promise<void>;
}

/** Something to save: an archive, or a picture on the shelf. */
export type FileSource = { archive: string } | { job: JobId; seq: number; n: number };

/** Saves files below the user's downloads. */
export interface FileSaver {
  /**
   * Saves a file once, however often it is asked with the same key, and says whether it got the name asked for.
   * `onAsked` is told when the browser asks the user for the place. Errors: `disk.*`.
   */
  save(request: {
    key: string;
    source: FileSource;
    path: string;
    signal: AbortSignal;
    onAsked?: () => Promise<void>;
  }): Promise<{ path: string; renamed: boolean }>;
}
