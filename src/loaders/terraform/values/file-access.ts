/** Where sources and their functions read files: the working tree, or a revision that git keeps. Paths are absolute. */
export interface FileTree {
  /** The boundary: with links followed, nothing outside it is read. */
  readonly boundary: string;
  /** The path with all links followed. Undefined if nothing is there, or it leads out of the boundary. */
  real(path: string): string | undefined;
  /** Names in a directory, in order. Empty if there is no such directory. */
  list(directory: string): readonly Entry[];
  /** Undefined if there is no such file inside the boundary. @throws an error for a file that is too large */
  read(path: string): Uint8Array | undefined;
}

export interface Entry {
  readonly name: string;
  readonly isDirectory: boolean;
}

/** Where a configuration's functions may read. */
export interface FileAccess {
  /** The base of relative paths: the directory of the root module. */
  readonly directory: string;
  readonly tree: FileTree;
}
