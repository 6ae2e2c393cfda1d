import type { Range } from '../lines.ts';
import type { Expression, TemplatePart, TemplateText } from './ast.ts';
import type { Cursor } from './cursor.ts';

/** Texts and sequences in the order they were read, directives not matched yet. */
export type TemplateItem = TextItem | SequenceItem;

export interface TextItem {
  readonly kind: 'text';
  /** Changed by strip markers and the removal of indentation. */
  value: string;
  readonly range: Range;
}

type SequenceItem = { readonly range: Range } & (
  | { readonly kind: 'interpolation'; readonly expression: Expression }
  | { readonly kind: 'if'; readonly condition: Expression }
  | {
      readonly kind: 'for';
      readonly keyVariable: string | null;
      readonly valueVariable: string;
      readonly collection: Expression;
    }
  | { readonly kind: 'else' | 'endif' | 'endfor' }
);

/** A directive that waits for its end; none around the whole. */
interface Open {
  readonly item: Extract<TemplateItem, { kind: 'if' | 'for' }> | null;
  readonly parts: TemplatePart[];
  whenFalse: TemplatePart[] | null;
}

/** Matches the directives. Adjacent texts become one. */
export function buildParts(cursor: Cursor, items: readonly TemplateItem[]): readonly TemplatePart[] {
  const root: Open = { item: null, parts: [], whenFalse: null };
  const open = [root];
  for (const item of items) {
    const top = open[open.length - 1]!;
    const parts = top.whenFalse ?? top.parts;
    switch (item.kind) {
      case 'text':
        addText(parts, item);
        break;
      case 'interpolation':
        parts.push(item);
        break;
      case 'if':
      case 'for':
        open.push({ item, parts: [], whenFalse: null });
        cursor.enter();
        break;
      case 'else':
        if (top.item?.kind !== 'if' || top.whenFalse !== null) return unexpected(cursor, item);
        top.whenFalse = [];
        break;
      case 'endif':
      case 'endfor': {
        if (top.item === null || item.kind !== `end${top.item.kind}`) return unexpected(cursor, item);
        open.pop();
        cursor.leave();
        const outer = open[open.length - 1]!;
        (outer.whenFalse ?? outer.parts).push(close(top.item, top, item.range.end));
      }
    }
  }
  const unclosed = open[1]?.item;
  if (unclosed) cursor.failAt(`There is no \`end${unclosed.kind}\` for this directive`, unclosed.range);
  return root.parts;
}

function addText(parts: TemplatePart[], { value, range }: TemplateText): void {
  const last = parts[parts.length - 1];
  if (last?.kind !== 'text') parts.push({ kind: 'text', value, range });
  else {
    parts[parts.length - 1] = {
      kind: 'text',
      value: last.value + value,
      range: { start: last.range.start, end: range.end },
    };
  }
}

function close(
  item: Extract<TemplateItem, { kind: 'if' | 'for' }>,
  { parts, whenFalse }: Open,
  end: number,
): TemplatePart {
  const range = { start: item.range.start, end };
  if (item.kind === 'for') return { ...item, parts, range };
  return { kind: 'if', condition: item.condition, whenTrue: parts, whenFalse: whenFalse ?? [], range };
}

function unexpected(cursor: Cursor, item: Extract<TemplateItem, { kind: 'else' | 'endif' | 'endfor' }>): [] {
  cursor.failAt(`There is no directive for this \`${item.kind}\``, item.range);
  return [];
}
