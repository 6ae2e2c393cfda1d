import { type Changes, isNew, onlyChanged } from '../change.ts';
import type { Draft, Verdicts } from '../draft.ts';
import { newSince, onlySince, type Since } from '../since.ts';
import { applyBaseline, type Baseline, writeBaseline } from './baseline.ts';
import { remarkedOn, type Suppressed, type SuppressOptions, suppress } from './suppress.ts';

export interface SortOptions extends Omit<SuppressOptions, 'undecided'> {
  /** With `--changed`: what each plan changes. */
  readonly changes: Changes | null;
  /** With `--changed-since`: what was known at the revision. */
  readonly since: Since | null;
  readonly baseline: Baseline;
  readonly updateBaseline: boolean;
}

/** What becomes of the findings of a run. */
export interface Sorted {
  readonly verdicts: Verdicts;
  readonly suppressed: Suppressed;
  readonly baselined: readonly Draft[];
  /** The text of a new baseline, where it was asked for. */
  readonly newBaseline: string | null;
}

/** Puts findings apart: those a suppression covers, those that are not new, those the baseline knows, and the open ones. */
export function sortOut(verdicts: Verdicts, options: SortOptions): Sorted {
  const { changes, since, baseline, updateBaseline } = options;
  // What is not read, or not changed, is not checked: a suppression or a known finding may be for exactly that.
  const complete = options.complete && changes === null && since === null;
  const all = suppress(verdicts.drafts, { ...options, undecided: verdicts.undecided, complete });
  const changed = changes ? onlyNew(all, changes) : all;
  const earlier = [...(since?.values() ?? [])].flatMap(({ suppressions }) => suppressions);
  const remarked = remarkedOn(earlier, { ...options, undecided: [] });
  const standing = since ? onlyLater(changed, since, remarked) : changed;
  // What is written into the baseline now is known from now on.
  const { open, known } = updateBaseline ? { open: [], known: standing.open } : applyBaseline(standing.open, baseline);
  const judged = [...standing.open, ...standing.silenced.map(({ draft }) => draft)];
  const touched = changes ? onlyChanged(verdicts, judged, changes) : verdicts;
  return {
    verdicts: since ? onlySince(touched, judged, since) : touched,
    suppressed: { ...standing, open },
    baselined: known,
    newBaseline: updateBaseline ? writeBaseline(standing.open, complete ? new Map() : baseline) : null,
  };
}

function onlyNew(all: Suppressed, changes: Changes): Suppressed {
  return {
    ...all,
    open: all.open.filter((draft) => isNew(draft, changes)),
    silenced: all.silenced.filter(({ draft }) => isNew(draft, changes)),
  };
}

function onlyLater(all: Suppressed, since: Since, remarked: ReadonlySet<string>): Suppressed {
  const later = newSince([...all.open, ...all.silenced.map(({ draft }) => draft)], since);
  return {
    ...all,
    open: all.open.filter((draft) => later.has(draft)),
    silenced: all.silenced.filter(({ draft }) => later.has(draft)),
    remarks: all.remarks.filter((remark) => !remarked.has(remark.fingerprint)),
  };
}
