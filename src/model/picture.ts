import type { Network } from './network.ts';
import type { Origin } from './origin.ts';

export type InputKind =
  | 'terraform-plan'
  | 'terraform-state'
  | 'terraform-sources'
  | 'describe'
  | 'aws-config'
  | 'cloudformation'
  | 'live';

/** A place in a file: lines and columns from 1, columns in UTF-16 code units, end exclusive. */
export interface FilePosition {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A place in the sources a document was made from. */
export interface SourcePlace extends FilePosition {
  /** As shown to people. */
  readonly file: string;
  /** The line as written; null if it may hold something sensitive. */
  readonly text: string | null;
  /** The line above it, in the same block; null if there is none, or as for `text`. */
  readonly above: string | null;
  /** Module calls on the way, and the leaf where the place is a call. */
  readonly related: readonly (FilePosition & {
    readonly file: string;
    readonly text: string | null;
    readonly above: string | null;
    readonly message: string;
  })[];
}

/** A suppression comment of the sources. */
export interface SourceComment extends FilePosition {
  readonly file: string;
  /** As written, without the comment's marks. */
  readonly text: string;
  /** Address, without instance keys, of the block or module call it belongs to; null if it belongs to none. */
  readonly block: string | null;
  /** Addresses of all it belongs to, where these are several: a template that is nested twice. */
  readonly blocks?: readonly string[];
}

/** One document of a run. */
export interface Input {
  /** As the user named it; null for standard input or a live account. */
  readonly path: string | null;
  readonly kind: InputKind;
  /** Endpoints this document brought. */
  readonly endpoints: number;
  /** `context` if the input is not checked itself, but gives facts for the check of other inputs. */
  readonly role?: 'context';
  /** Where a JSON pointer (or the deepest part of it that exists) stands in the file; looked up late. */
  locate(pointer: string): FilePosition | undefined;
  /** A pointer as the document has it, where facts are known by other names than there. */
  pointerIn?(pointer: string): string;
  /** Where the sources have it, if they are at hand; looked up late. */
  source?(origin: Origin): SourcePlace | undefined;
  /** What leads to a place in the document: code that it was made from, the template that nests it. */
  related?(origin: Origin): readonly (FilePosition & { readonly file: string; readonly message: string })[];
  /** Suppression comments in those sources, or in the document itself. */
  comments?(): readonly SourceComment[];
}

/**
 * The ways in which the open ends of an input can come out: the allowed values of a parameter, or an unknown condition.
 * Each way is a network. What is the same in all of them is true; what differs is undecided.
 */
export interface Ways {
  readonly ways: readonly {
    readonly network: Network;
    /** What is taken of each open end, by what a person calls it. */
    readonly taken: ReadonlyMap<string, string>;
  }[];
  /** Defaults that count as values, each with the networks that remain if the default does not count. */
  readonly defaults: readonly {
    /** "the parameter VpcCidr has its default, 10.0.0.0/16". */
    readonly text: string;
    networksWithout(): readonly Network[];
  }[];
}

/** Why something is not complete: exit status 3. */
export interface Incompleteness {
  readonly path: string | null;
  readonly account: string | null;
  readonly region: string | null;
  /** API call that failed. */
  readonly call: string | null;
  /** `plan-partial`, `plan-errored`, `damaged`, `unreadable`, `unknown-input`, `no-endpoints`, or the API's error code. */
  readonly code: string;
  /** One line for a person. */
  readonly message: string;
}

/** Where the objects of an input are; empty if it does not tell. */
export interface Places {
  readonly accounts: ReadonlySet<string>;
  readonly regions: ReadonlySet<string>;
}

/**
 * The result of one loader for its input: a network to check, and how complete it is. Each Terraform document is its own
 * picture.
 */
export interface Picture {
  readonly network: Network;
  readonly incomplete: readonly Incompleteness[];
  /** Sentences worth telling although nothing is wrong: "39 endpoints are declared and none is planned". */
  readonly notes: readonly string[];
  /** Values marked sensitive, for a last look over anything printed; see `src/findings/redact.ts`. */
  readonly secrets: readonly string[];
  /** Where the input leaves open ends: all the ways; `network` is the first of them. */
  readonly ways?: Ways;
  /** A text as it is printed: stand-ins for what is not known yet as the input has them. */
  readonly printed?: (text: string) => string;
  /** Whether it shows what there is, as the API tells it, rather than what a stack makes. */
  readonly isExport?: true;
  /** Whether context is joined with it. */
  readonly hasContext?: true;
  /** When the plan was made, ISO 8601; undefined if the input does not say. */
  readonly madeAt?: string | undefined;
  /** Accounts and Regions it is of, as far as it tells; undefined if nobody asks. */
  readonly places?: () => Places;
  /** Input indices (`Origin.input`) this picture was read from. */
  readonly inputs: readonly number[];
  /** Calls (`describe-vpcs`) that were not answered to the end, with the reason: what would settle what is undecided. */
  readonly unread?: ReadonlyMap<string, string>;
  /** The address an object was first known by, where it was moved since: a move keeps identity. */
  readonly former?: (address: string) => string;
  /**
   * Why vpce-lint assumes that the object of an address exists although the number of its instances is not known.
   * Findings state the reason.
   */
  readonly assumed?: ((address: string) => string | undefined) | undefined;
  /** Comments in its code that may be suppressions. */
  readonly comments?: (() => readonly SourceComment[]) | undefined;
  /**
   * The input at a git revision: one picture, none, or several candidates. Undefined if the input is not in git.
   *
   * @throws InputError if the revision does not exist
   */
  readonly atRevision?: (ref: string) => readonly Picture[];
  /**
   * Keys of the nouns that the plan creates, changes or removes, or whose associations and rules it changes. Undefined if the
   * input is not a plan. Computed on demand.
   */
  readonly touched?: () => ReadonlySet<string>;
}
