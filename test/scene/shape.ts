/** What JSON values look like, without the values: how printers are held against what the real tools wrote. */
export interface Shape {
  /** Kinds seen, `null|string`; for marks `true` and `false` are two kinds. */
  readonly is: string;
  /** Of the items of lists. Absent where lists were always empty: that tells nothing. */
  readonly items?: Shape;
  /** Of the members of objects. Absent where the keys are data (tags). */
  readonly keys?: Readonly<Record<string, Shape>>;
  /** Keys that were missing now and then. */
  readonly optional?: readonly string[];
}

/** Objects whose keys people choose. */
const MAPS: ReadonlySet<string> = new Set(['tags', 'tags_all']);

/** `marks`: true and false are two kinds, as they are in `after_unknown`. */
export function shapeOf(value: unknown, { marks = false, key = '' } = {}): Shape {
  if (value === null) return { is: 'null' };
  if (Array.isArray(value)) {
    return merge({ is: 'list' }, ...value.map((item) => ({ is: 'list', items: shapeOf(item, { marks }) })));
  }
  if (typeof value === 'object') {
    if (MAPS.has(key)) return { is: 'object' };
    const keys = Object.entries(value).map(([name, item]) => [name, shapeOf(item, { marks, key: name })] as const);
    return { is: 'object', keys: Object.fromEntries(keys) };
  }
  return { is: marks && typeof value === 'boolean' ? String(value) : typeof value };
}

/** The shape of values of any of these shapes. */
function merge(first: Shape, ...rest: readonly Shape[]): Shape {
  const shapes = [first, ...rest];
  const items = shapes.flatMap((shape) => (shape.items ? [shape.items] : []));
  const objects = shapes.filter((shape) => shape.keys !== undefined);
  const names = [...new Set(objects.flatMap((shape) => Object.keys(shape.keys!)))].sort();
  const optional = names.filter((name) => !objects.every((shape) => always(shape, name)));
  return {
    is: [...new Set(shapes.flatMap((shape) => shape.is.split('|')))].sort().join('|'),
    ...(items.length > 0 ? { items: merge(...(items as [Shape])) } : {}),
    ...(objects.length > 0 ? { keys: Object.fromEntries(names.map((name) => [name, ofKey(objects, name)])) } : {}),
    ...(optional.length > 0 ? { optional } : {}),
  };
}

function ofKey(objects: readonly Shape[], name: string): Shape {
  return merge(...(objects.flatMap((shape) => shape.keys![name] ?? []) as unknown as [Shape]));
}

function always(shape: Shape, name: string): boolean {
  return shape.keys?.[name] !== undefined && !shape.optional?.includes(name);
}

/** Where a shape is not one that `seen` allows, one line each: the path and what differs. */
export function differences(shape: Shape, seen: Shape | undefined, path: string): string[] {
  if (seen === undefined) return [`${path}: never seen`];
  const kinds = seen.is.split('|');
  const out = shape.is
    .split('|')
    .filter((kind) => !kinds.includes(kind))
    .map((kind) => `${path}: ${kind}, seen is ${seen.is}`);
  if (shape.items && seen.items) out.push(...differences(shape.items, seen.items, `${path}[]`));
  if (shape.keys && seen.keys) {
    for (const [name, inner] of Object.entries(shape.keys)) {
      out.push(...differences(inner, seen.keys[name], `${path}.${name}`));
    }
    for (const name of Object.keys(seen.keys)) {
      if (always(seen, name) && !always(shape, name)) out.push(`${path}.${name}: missing, seen always`);
    }
  }
  return out;
}
