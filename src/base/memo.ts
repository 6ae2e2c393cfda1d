/** A function that computes its answer once for each object; the answer is forgotten with the object. */
export function oncePer<K extends object, T>(make: (of: K) => T): (of: K) => T {
  const answers = new WeakMap<K, T>();
  return (of) => {
    const known = answers.get(of);
    if (known !== undefined || answers.has(of)) return known as T;
    const made = make(of);
    answers.set(of, made);
    return made;
  };
}

/** A value that is made when it is first asked for: tables that few runs need cost the others nothing. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** What a map holds for a key; made where it holds nothing. */
export function remembered<K, T>(known: Map<K, T>, key: K, make: () => T): T {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}

/** Adds to the list that a map holds for a key. */
export function push<K, T>(map: Map<K, T[]>, key: K, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
