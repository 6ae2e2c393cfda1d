/** Why a value is not known, in words for a person. */
import { attributeName, type Unknowable, type Value } from './value.ts';

export function whyUnknown(value: Value): string {
  switch (value.k) {
    case 'unknown':
    case 'error':
      return value.because;
    case 'json':
      return whyUnknown(value.of);
    case 'attribute':
      return `\`${attributeName(value)}\` is known after apply`;
    case 'mix':
    case 'text': {
      const parts = value.parts.filter((p) => p.k !== 'lit');
      const own = parts.find((p): p is Unknowable => p.k === 'unknown');
      if (own) return own.because;
      if (parts.length === 1) return whyUnknown(parts[0]!);
      return `which of ${names(parts)} it takes is not in the plan: run with the sources beside it`;
    }
    case 'list':
      return firstUnknown(value.items);
    case 'object':
      return firstUnknown([...value.members.values()]);
    case 'one':
      if (value.because !== undefined) return value.because;
      return `which of ${names(value.options)} it is is not in the plan: run with the sources beside it`;
    case 'some':
      return value.open
        ? value.open.because
        : `which of ${names([...value.sure, ...value.maybe])} are in it is not in the plan`;
    case 'instances':
      return `which instances of \`${value.block}\` it takes is not in the plan: run with the sources beside it`;
    default:
      return 'it is known after apply';
  }
}

function firstUnknown(items: readonly Value[]): string {
  const item = items.find((i) => i.k !== 'lit');
  return item ? whyUnknown(item) : 'it is known after apply';
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
