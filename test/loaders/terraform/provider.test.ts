/** What the loader of sources knows of the provider is what plans show of it. */
import { describe, expect, it } from 'vitest';
import { defaultOf, isComputed } from '../../../src/loaders/terraform/configuration/provider.ts';
import { UNKNOWN } from '../../../src/scene/terraform/expression.ts';
import { ENDPOINT } from '../../../src/scene/terraform/schemas/endpoint.ts';
import { NETWORK } from '../../../src/scene/terraform/schemas/network.ts';

describe.each(Object.entries({ ...ENDPOINT, ...NETWORK }))('%s', (type, { attributes }) => {
  it('is filled in by AWS where its plan says so', () => {
    const wrong = Object.entries(attributes)
      .filter(([name, { unset }]) => isComputed(type, 'managed', name) && unset !== UNKNOWN)
      .map(([name]) => name);
    expect(wrong.filter((name) => name !== 'tags_all')).toEqual([]);
  });

  it('has the defaults that its plan shows', () => {
    for (const [name, { unset }] of Object.entries(attributes)) {
      const known = defaultOf(type, name);
      if (known?.k === 'lit') expect(known.v, name).toEqual(unset);
    }
  });
});
