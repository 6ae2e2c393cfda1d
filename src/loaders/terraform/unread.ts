/** The parts of a document that we cannot judge. */
import { listed } from '../../base/words.ts';
import type { TerraformDocument } from './document/document.ts';
import { UNREAD } from './document/types.ts';

export interface Unread {
  readonly code: 'unread-resource';
  readonly message: string;
}

/** Endpoints that another provider makes: a run that leaves them out is not green. */
export function unreadIn({ instances }: Pick<TerraformDocument, 'instances'>): readonly Unread[] {
  const addresses = instances.flatMap(({ type, mode, address }) =>
    type === UNREAD && mode === 'managed' ? [address] : [],
  );
  if (addresses.length === 0) return [];
  const message = `${listed(addresses, 3)}: vpce-lint does not read ${UNREAD}. Once created, check the output of \`aws ec2 describe-vpc-endpoints\`.`;
  return [{ code: 'unread-resource', message }];
}
