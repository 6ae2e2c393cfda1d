/** The bytes of a document, wherever they are. All that it gives away is UTF-8. */
export interface Source {
  /** A number of its own: from `newSourceId`. */
  readonly id: number;
  /** Nothing but ASCII in what it has given away so far: slices need no decoding. */
  readonly ascii: boolean;
  /** This many bytes from the start are ASCII without line ends. */
  readonly plain: number;
  /** Copies the document from an offset on into a buffer, and says how many bytes those are: 0 at its end. */
  read(into: Buffer, offset: number): number;
  /** A stretch of the document; less of it where the document ends. */
  bytes(start: number, end: number): Buffer;
}

let lastId = 0;

export function newSourceId(): number {
  return ++lastId;
}
