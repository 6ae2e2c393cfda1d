/** Why a value is not known, in words for a person. */
import { PASS_SOURCES, reason } from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { attributeName, type Unknowable, type Value } from './value.ts';

export function whyUnknown(value: Value): string {
  switch (value.k) {
    case 'unknown':
    case 'error':
      return value.because;
    case 'json':
      return whyUnknown(value.of);
    case 'attribute':
      return isOfPlan(value.of)
        ? reason(`\`${attributeName(value)}\` is read from AWS`, 'Check a plan')
        : `\`${attributeName(value)}\` is known only after apply`;
    case 'mix':
    case 'text': {
      const parts = value.parts.filter((p) => p.k !== 'lit');
      const own = parts.find((p): p is Unknowable => p.k === 'unknown');
      if (own) return own.because;
      if (parts.length === 1) return whyUnknown(parts[0]!);
      return reason(`the plan does not say how its value is built from ${names(parts)}`, PASS_SOURCES);
    }
    case 'list':
      return firstUnknown(value.items);
    case 'object':
      return firstUnknown([...value.members.values()]);
    case 'one':
      if (value.because !== undefined) return value.because;
      return reason(`the plan does not say which of ${names(value.options)} it is`, PASS_SOURCES);
    case 'some':
      return value.open
        ? value.open.because
        : `which of ${names([...value.sure, ...value.maybe])} are in it is known only after apply`;
    case 'modules':
      return value.open?.because ?? 'it is known only after apply';
    case 'instances':
      if (value.open) return value.open.because;
      return reason(`the plan does not say which instances of \`${value.block}\` it uses`, PASS_SOURCES);
    default:
      return 'it is known only after apply';
  }
}

/** A reason with the attribute it is about in front, unless the reason begins with it. */
export function ofAttribute(name: string, owner: string, because: string): string {
  const whose = `\`${name}\` of ${owner}`;
  return because.startsWith(`${whose} `) ? because : `${whose}: ${because}`;
}

/** Terraform reads data sources when it makes the plan, unless the plan says that it reads them at apply. */
function isOfPlan({ mode, action, unknown }: Instance): boolean {
  return mode === 'data' && action === 'read' && unknown === undefined;
}

function firstUnknown(items: readonly Value[]): string {
  const item = items.find((i) => i.k !== 'lit');
  return item ? whyUnknown(item) : 'it is known only after apply';
}

function names(values: readonly Value[]): string {
  const list = [...new Set(values.map(name).filter((n) => n !== undefined))];
  if (list.length === 0) return 'several values';
  return list.length <= 3 ? list.map((n) => `\`${n}\``).join(', ') : `\`${list[0]}\` and ${list.length - 1} more`;
}

function name(value: Value): string | undefined {
  if (value.k === 'attribute') return attributeName(value);
  if (value.k === 'instance') return value.of.address;
  if (value.k === 'instances') return value.block;
  return value.k === 'unknown' ? value.source : undefined;
}
