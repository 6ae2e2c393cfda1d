import { type Changes, isNew, onlyChanged } from '../change.ts';
import type { Draft, Verdicts } from '../draft.ts';
import { applyBaseline, type Baseline, writeBaseline } from './baseline.ts';
import { type Suppressed, type SuppressOptions, suppress } from './suppress.ts';

export interface SortOptions extends Omit<SuppressOptions, 'undecided'> {
  /** With `--changed`: what each plan changes. */
  readonly changes: Changes | null;
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
  const { changes, baseline, updateBaseline } = options;
  const all = suppress(verdicts.drafts, {
    ...options,
    undecided: verdicts.undecided,
    // What a plan leaves alone is not looked at: a suppression may be for that.
    complete: options.complete && changes === null,
  });
  const standing = changes ? onlyNew(all, changes) : all;
  // What is written into the baseline now is known from now on.
  const { open, known } = updateBaseline ? { open: [], known: standing.open } : applyBaseline(standing.open, baseline);
  const judged = [...standing.open, ...standing.silenced.map(({ draft }) => draft)];
  return {
    verdicts: changes ? onlyChanged(verdicts, judged, changes) : verdicts,
    suppressed: { ...standing, open },
    baselined: known,
    newBaseline: updateBaseline ? writeBaseline(standing.open) : null,
  };
}

function onlyNew(all: Suppressed, changes: Changes): Suppressed {
  return {
    ...all,
    open: all.open.filter((draft) => isNew(draft, changes)),
    silenced: all.silenced.filter(({ draft }) => isNew(draft, changes)),
  };
}
