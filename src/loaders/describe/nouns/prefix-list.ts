import { push } from '../../../base/memo.ts';
import { type Bag, bag, openBag } from '../../../model/bag.ts';
import { reason } from '../../../model/index.ts';
import type { PrefixList } from '../../../model/nouns/index.ts';
import { nounOf } from '../registry.ts';
import { asText, field, list, type Row, text } from '../row.ts';
import { idInName } from '../sections.ts';
import { isWhole, type Store } from '../store.ts';

/** Lists of describe-managed-prefix-lists and describe-prefix-lists: the latter has only AWS's lists, with ranges. */
export function prefixListsOf(store: Store): Map<string, PrefixList> {
  const rows = new Map<string, Row[]>();
  for (const row of store.rows('PrefixLists')) {
    const { key } = nounOf({ store }, row, 'PrefixListId');
    push(rows, key, row);
  }
  return new Map(
    [...rows].map(([key, same]) => {
      const row = same.find((r) => text(r, 'PrefixListArn') !== undefined) ?? same[0]!;
      const noun = nounOf({ store }, row, 'PrefixListId');
      return [key, { ...noun, kind: 'prefix-list', entries: entriesOf(store, same, key) }];
    }),
  );
}

function entriesOf(store: Store, rows: readonly Row[], id: string): Bag<string> {
  const told = rows.find((row) => field(row, 'Cidrs') !== undefined);
  if (told) return list(told, 'Cidrs', asText);
  // The body of get-managed-prefix-list-entries does not name the list; the file's name has to.
  const sections = store.sections('Entries').filter((section) => idInName(section.file.path, 'prefixList') === id);
  const at = sections[0]?.rows[0]?.at ?? rows[0]!.at;
  if (sections.length === 0) {
    const command = `get-managed-prefix-list-entries --prefix-list-id ${id}`;
    return openBag(reason(`the ranges of ${id} are not in the input`, `Add the output of \`aws ec2 ${command}\``), at);
  }
  const cidrs = sections.flatMap((section) => section.rows.flatMap((entry) => text(entry, 'Cidr') ?? []));
  return bag(cidrs, at, {
    open: isWhole(sections) ? null : 'a page of get-managed-prefix-list-entries is missing',
  });
}
