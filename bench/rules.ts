import { useActionSlices } from '../src/aws/actions/load.ts';
import { ownRules } from '../src/catalogue.ts';
import { NO_CONFIG, settle } from '../src/config/index.ts';
import { judgeEach } from '../src/engine/index.ts';
import { load } from '../src/loaders/index.ts';
import type { Network } from '../src/model/index.ts';

/** Milliseconds. */
interface Times {
  /** From the path to the network. */
  readonly load: number;
  /** Spent in the facts of the network: the loaders read a plan's attributes when a rule first asks for them. */
  readonly facts: number;
  /** All else between the first verdict and the last. */
  readonly rules: number;
  readonly verdicts: number;
}

/** Reads a plan and judges it by the recommended rules; reading that rules set off is counted as reading. */
export async function timeRules(plan: string, slices: URL): Promise<Times> {
  useActionSlices(slices);
  const started = performance.now();
  const { pictures } = await load({ paths: [plan], cwd: process.cwd() });
  const load_ = performance.now() - started;
  const { network } = pictures[0]!;
  const facts = timeFacts(network);
  const { active, preset, trust } = settle(ownRules, NO_CONFIG, {});
  let verdicts = 0;
  const judging = performance.now();
  judgeEach(network, active, { preset, trust, now: new Date(), includeManaged: false }, () => {
    verdicts += 1;
  });
  const judged = performance.now() - judging;
  return { load: load_, facts: facts.ms, rules: judged - facts.ms, verdicts };
}

/** Times the getters of all objects of a network from here on; what one getter asks of another is counted once. */
function timeFacts(network: Network): { readonly ms: number } {
  const spent = { ms: 0 };
  let depth = 0;
  const timed = new Set<object>();
  const objects = Object.values(network).filter(Array.isArray).flat() as object[];
  for (const object of objects) {
    for (let of = Object.getPrototypeOf(object); of !== Object.prototype; of = Object.getPrototypeOf(of)) {
      if (timed.has(of)) break;
      timed.add(of);
      for (const [name, { get, ...rest }] of Object.entries(Object.getOwnPropertyDescriptors(of))) {
        if (!get) continue;
        Object.defineProperty(of, name, {
          ...rest,
          get() {
            if (depth > 0) return get.call(this);
            const started = performance.now();
            depth += 1;
            try {
              return get.call(this);
            } finally {
              depth -= 1;
              spent.ms += performance.now() - started;
            }
          },
        });
      }
    }
  }
  return spent;
}
