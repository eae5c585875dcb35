import { find, growTo, prune, TopicNode } from './topic-node.ts';

/** Nodes that match the filter down to one level, and which level comes next. */
interface Step<T> {
  nodes: Iterator<TopicNode<T>>;
  depth: number;
}

/** Topics that `search` looks at before it says so. */
const LOOKED_AT_ONCE = 128;

/** Values under topic names, found by topic filter: the reverse of `TopicTree`, for retained messages. */
export class TopicNameTree<T extends NonNullable<unknown>> {
  readonly #root = new TopicNode<T>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(topic: string): T | undefined {
    return find(this.#root, topic)?.content;
  }

  set(topic: string, value: T): void {
    const node = growTo(this.#root, topic);
    if (node.content === undefined) this.#size++;
    node.content = value;
  }

  /** False if the topic held nothing. */
  delete(topic: string): boolean {
    const node = find(this.#root, topic);
    if (node?.content === undefined) return false;
    node.content = undefined;
    this.#size--;
    prune(this.#root, topic);
    return true;
  }

  /** All values, one at a time, as `match` finds them; also those of topics that begin with `$`. */
  *values(): Generator<T, void, undefined> {
    const steps: Iterator<TopicNode<T>>[] = [below(this.#root, '#')];
    for (let step = steps.at(-1); step; step = steps.at(-1)) {
      const next = step.next();
      if (next.done) {
        steps.pop();
        continue;
      }
      if (next.value.content !== undefined) yield next.value.content;
      steps.push(below(next.value, '#'));
    }
  }

  /**
   * The values of all topics that a valid filter matches, found one at a time, so that a caller can go on in
   * a later turn. What is set or deleted in between may or may not be seen.
   */
  *match(filter: string): Generator<T, void, undefined> {
    for (const value of this.search(filter)) if (value !== undefined) yield value;
  }

  /** The same, with an `undefined` after every many topics that were looked at, so that a caller can stop in between. */
  *search(filter: string): Generator<T | undefined, void, undefined> {
    let looked = 0;
    const levels = filter.split('/');
    const steps: Step<T>[] = [{ nodes: visible(this.#root, levels[0] as string), depth: 1 }];
    for (let step = steps.at(-1); step; step = steps.at(-1)) {
      if (++looked % LOOKED_AT_ONCE === 0) yield undefined;
      const next = step.nodes.next();
      if (next.done) {
        steps.pop();
        continue;
      }
      const node = next.value;
      const level = levels[step.depth];
      const isBelowHash = levels[step.depth - 1] === '#';
      // 'a/#' matches 'a' too (§4.7.1.2)
      if (node.content !== undefined && (level === undefined || level === '#')) yield node.content;
      if (isBelowHash) steps.push({ nodes: below(node, '#'), depth: step.depth });
      else if (level !== undefined) steps.push({ nodes: below(node, level), depth: step.depth + 1 });
    }
  }
}

/** The children of a node that one level of a filter matches. */
function below<T>({ children }: TopicNode<T>, level: string): Iterator<TopicNode<T>> {
  if (!children) return [].values();
  if (level === '+' || level === '#') return children.values();
  const child = children.get(level);
  return (child ? [child] : []).values();
}

/** The same on the first level, where wildcards do not match topics that begin with `$` [MQTT-4.7.2-1]. */
function visible<T>(root: TopicNode<T>, level: string): Iterator<TopicNode<T>> {
  if (level !== '+' && level !== '#') return below(root, level);
  const entries = root.children?.entries().filter(([name]) => !name.startsWith('$')) ?? [].values();
  return entries.map(([, node]) => node);
}
