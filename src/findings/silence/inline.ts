import { oncePer } from '../../base/memo.ts';
import { shownPath } from '../../base/shown-path.ts';
import { markIn, type SourceComment, SUPPRESSION_MARK } from '../../model/index.ts';
import type { Draft } from '../draft.ts';
import type { Location, SubjectName } from '../report.ts';
import type { Suppression } from './suppress.ts';

const MARK = new RegExp(`${SUPPRESSION_MARK}\\s+(.*)$`, 's');

/** An input that may have code with comments. */
interface Commented {
  readonly comments?: (() => readonly SourceComment[]) | undefined;
}

/**
 * Suppressions that are written as comments in the code: `# vpce-lint:ignore dns/private-dns-disabled -- reason`. They
 * belong to the address of the block. They therefore apply to every instance of the block, and to everything below a
 * module call.
 */
export function commentSuppressions(inputs: readonly Commented[], cwd: string): Suppression[] {
  return commentsIn(inputs).flatMap((comment) => read(comment, cwd) ?? []);
}

/** Notes on comments that are meant as suppressions but are not, one line each. */
export function misspelledComments(inputs: readonly Commented[], cwd: string): string[] {
  return commentsIn(inputs)
    .filter((comment) => read(comment, cwd) === undefined)
    .map(({ file, line, text }) => {
      const where = `${shownPath(file, cwd)}:${line}`;
      return `${where}: "${markIn(text)}" suppresses nothing. Write "${SUPPRESSION_MARK} <rule> -- <reason>".`;
    });
}

/** The comments of all inputs. A plan and a state of one stack share their sources, so each comment is there once. */
const commentsIn = oncePer((inputs: readonly Commented[]): readonly SourceComment[] => {
  const all = inputs.flatMap((input) => input.comments?.() ?? []);
  return [...new Map(all.map((comment) => [`${comment.file}:${comment.line}:${comment.column}`, comment])).values()];
});

function read(comment: SourceComment, cwd: string): Suppression | undefined {
  const written = MARK.exec(comment.text)?.[1];
  if (written === undefined) return undefined;
  const [names, ...rest] = written.split(/(?:^|\s)--(?:\s|$)/);
  const until = /(?:^|\s)until=(\S+)/.exec(names!)?.[1] ?? null;
  const rules = names!
    .replace(/(?:^|\s)until=\S+/, ' ')
    .split(/[\s,]+/)
    .filter((name) => name !== '');
  if (rules.length === 0) return undefined;
  const reason = rest.join(' -- ').trim();
  const { block, blocks = [block] } = comment;
  const file = shownPath(comment.file, cwd);
  const at: Location = {
    file,
    line: comment.line,
    column: comment.column,
    endLine: comment.endLine,
    endColumn: comment.endColumn,
    pointer: null,
  };
  return {
    rules,
    reason: reason === '' ? null : reason,
    until,
    label: `the comment at ${file}:${comment.line}`,
    subject: subjectOf(block),
    at,
    identity: JSON.stringify(['comment', block, rules]),
    covers: (other) =>
      blocks.some(
        (each) =>
          each !== null &&
          (isOf(other.subject.address, each) || isOf((other as Partial<Draft>).at?.address ?? null, each)),
      ),
  };
}

function subjectOf(block: string | null): SubjectName {
  return { kind: 'suppression', address: block, id: null, service: null, region: null, account: null, vpc: null };
}

/** Whether an address is an instance of a block, or lies below a module call. */
function isOf(address: string | null, block: string): boolean {
  if (address === null) return false;
  const plain = address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');
  return plain === block || (block.split('.').at(-2) === 'module' && plain.startsWith(`${block}.`));
}
