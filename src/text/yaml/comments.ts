/** Lines and columns from 1, the end exclusive. */
export interface YamlPlace {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface YamlComment extends YamlPlace {
  /** Without the mark. */
  readonly text: string;
  /** Whether nothing else stands on its line. */
  readonly alone: boolean;
}

/** Comments that a pattern matches. `scalars` tells where texts begin and end, because a `#` in them is not a comment. */
export function commentsBeside(
  text: string,
  pattern: RegExp,
  scalars: () => readonly (readonly [start: number, end: number])[],
): YamlComment[] {
  if (!pattern.test(text)) return [];
  const texts = scalars();
  const out: YamlComment[] = [];
  let offset = 0;
  for (const [index, whole] of text.split('\n').entries()) {
    const line = whole.replace(/\r$/, '');
    // The first `#` after a blank that is in no scalar begins the comment.
    for (const each of pattern.test(line) ? line.matchAll(/(?<=^|\s)#/g) : []) {
      const at = offset + each.index;
      if (texts.some(([start, end]) => start <= at && at < end)) continue;
      const comment = line.slice(each.index);
      if (pattern.test(comment))
        out.push({
          line: index + 1,
          column: each.index + 1,
          endLine: index + 1,
          endColumn: line.length + 1,
          text: comment.replace(/^#+\s*/, ''),
          alone: line.slice(0, each.index).trim() === '',
        });
      break;
    }
    offset += whole.length + 1;
  }
  return out;
}
