/**
 * A node of a tree of topics, one per level. A million of them may exist, so the map of children is made on
 * first use.
 */
export class TopicNode<Content> {
  children: Map<string, TopicNode<Content>> | undefined = undefined;
  content: Content | undefined = undefined;
}

/** The node of a topic or filter, with the nodes on the way to it made where they are missing. */
export function growTo<Content>(root: TopicNode<Content>, topic: string): TopicNode<Content> {
  let node = root;
  for (const level of topic.split('/')) {
    node.children ??= new Map();
    let child = node.children.get(level);
    if (!child) {
      child = new TopicNode();
      node.children.set(level, child);
    }
    node = child;
  }
  return node;
}

/** The node of a topic or filter, if it is there. */
export function find<Content>(root: TopicNode<Content>, topic: string): TopicNode<Content> | undefined {
  let node: TopicNode<Content> | undefined = root;
  for (let start = 0; node; ) {
    const slash = topic.indexOf('/', start);
    node = node.children?.get(topic.slice(start, slash < 0 ? undefined : slash));
    if (slash < 0) return node;
    start = slash + 1;
  }
  return undefined;
}

/** Takes out the nodes on the way to a topic that hold nothing any more, from its end. */
export function prune<Content>(root: TopicNode<Content>, topic: string): void {
  const levels = topic.split('/');
  const path = [root];
  for (const level of levels) {
    const child = path.at(-1)?.children?.get(level);
    if (!child) break;
    path.push(child);
  }
  for (let depth = path.length - 1; depth > 0; depth--) {
    const node = path[depth] as TopicNode<Content>;
    if (node.content !== undefined || node.children) return;
    const parent = path[depth - 1] as TopicNode<Content>;
    parent.children?.delete(levels[depth - 1] as string);
    if (parent.children?.size === 0) parent.children = undefined;
  }
}
