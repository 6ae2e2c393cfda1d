/** Suppressions written in a template: comments in YAML, `Metadata` in both. */
import type { FilePosition, SourceComment } from '../../model/index.ts';
import { isList, isMap, mapAt, member, type Raw, textAt } from './document/raw.ts';
import type { ParsedFile } from './document/template.ts';

/** Addresses a resource of the file has in this run: several, where its template is nested twice or it is in a loop. */
type Addresses = (written: string) => readonly string[];

/** Comments with the resources they belong to: the resource around them, or the one below. */
export function commentsOf(file: ParsedFile, addresses: Addresses): SourceComment[] {
  const comments = file.comments();
  if (comments.length === 0) return [];
  const blocks = blocksOf(file);
  return comments.map(({ text, alone, ...at }) => {
    const below = alone ? blocks.find(({ start }) => start.line > at.line) : undefined;
    const inside = blocks.findLast(({ start }) => start.line <= at.line);
    // One less indented than what is above it stands above the next resource.
    const belongs = below && at.column <= below.start.column ? below : inside;
    const blocksHit = belongs ? addresses(belongs.written) : [];
    return {
      ...at,
      file: file.path ?? '-',
      text,
      block: blocksHit[0] ?? belongs?.written ?? null,
      ...(blocksHit.length > 1 ? { blocks: blocksHit } : {}),
    };
  });
}

interface Block {
  readonly written: string;
  readonly start: FilePosition;
}

/** The resources of a file in the order they are written. */
function blocksOf(file: ParsedFile): Block[] {
  const out: Block[] = [];
  for (const written of writtenIn(member(file.value, 'Resources'), '')) {
    const start = file.locate(`/Resources/${written}`);
    if (start) out.push({ written, start });
  }
  return out.sort((a, b) => a.start.line - b.start.line);
}

/** Resources by how they are written, those of loops below their loop. */
function* writtenIn(resources: Raw | undefined, prefix: string): Generator<string> {
  if (!isMap(resources)) return;
  for (const [id, each] of Object.entries(resources)) {
    const written = `${prefix}${id.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (id.startsWith('Fn::ForEach::')) {
      const body = isList(each) ? each[2] : undefined;
      yield* writtenIn(body, `${written}/2/`);
    } else yield written;
  }
}

/** `Metadata: {"vpce-lint": {"ignore": [{"rule": ..., "reason": ..., "until": ...}]}}` of resources. */
export function ignoresOf(file: ParsedFile, addresses: Addresses): SourceComment[] {
  const out: SourceComment[] = [];
  for (const written of writtenIn(member(file.value, 'Resources'), '')) {
    const resource = at(file.value, `/Resources/${written}`);
    const ignores = member(mapAt(mapAt(resource, 'Metadata'), 'vpce-lint'), 'ignore');
    const list = isList(ignores) ? ignores : ignores === undefined ? [] : [ignores];
    for (const [i, each] of list.entries()) {
      const rules = isMap(each) ? member(each, 'rule') : each;
      const names = isList(rules) ? rules.map(String).join(',') : typeof rules === 'string' ? rules : '';
      if (names === '') continue;
      const reason = textAt(each, 'reason');
      const until = textAt(each, 'until');
      const place = file.locate(`/Resources/${written}/Metadata/vpce-lint/ignore/${i}`);
      if (!place) continue;
      const all = addresses(written);
      const { line, column, endLine, endColumn } = place;
      out.push({
        line,
        column,
        endLine,
        endColumn,
        file: file.path ?? '-',
        text: `vpce-lint:ignore ${names}${until === undefined ? '' : ` until=${until}`}${reason === undefined ? '' : ` -- ${reason.replace(/\s+/g, ' ')}`}`,
        block: all[0] ?? written,
        ...(all.length > 1 ? { blocks: all } : {}),
      });
    }
  }
  return out;
}

function at(raw: Raw | undefined, pointer: string): Raw | undefined {
  return pointer
    .split('/')
    .slice(1)
    .reduce<Raw | undefined>((value, step) => {
      const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
      return isList(value) ? value[Number(key)] : member(value, key);
    }, raw);
}
