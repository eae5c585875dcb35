import type { Field, Root, Type } from 'protobufjs';
import { latePackage } from '../../lib/late-package.ts';

export const protobuf = latePackage<typeof import('protobufjs')>('protobufjs');

/** The messages of a `.proto` text, all names resolved. @throws Error that says what is wrong with it */
export function readProto(source: string): Root {
  const { parse, common, Root: NewRoot } = protobuf();
  const root = new NewRoot();
  const { imports = [], weakImports = [] } = parse(source, root, { keepCase: true });
  for (const path of [...imports, ...weakImports]) {
    const known = common.get(path);
    if (!known?.nested)
      throw new Error(`import "${path}": other files are not read; put their messages into this one`);
    root.addJSON(known.nested);
  }
  root.resolveAll();
  if (messageNames(root).length === 0) throw new Error('it has no message');
  return root;
}

/** With their packages, except those of Google's that are built in. */
export function messageNames(root: Root): string[] {
  const names: string[] = [];
  const { Type: MessageType, Namespace } = protobuf();
  const visit = (namespace: InstanceType<typeof Namespace>): void => {
    for (const nested of namespace.nestedArray) {
      if (nested instanceof MessageType) names.push(nested.fullName.slice(1));
      if (nested instanceof Namespace && nested.fullName !== '.google') visit(nested);
    }
  };
  visit(root);
  return names;
}

/** Names and dots; the package looks for what lies between each two dots of any text, for each of them anew. */
const MESSAGE_NAME = /^\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
const LONGEST_NAME = 512;

/** `pkg.Person`, or `Person` wherever it lies. */
export function findMessage(root: Root, name: string): Type | undefined {
  if (name.length > LONGEST_NAME || !MESSAGE_NAME.test(name)) return undefined;
  const found = root.lookup(name, [protobuf().Type]);
  return found instanceof protobuf().Type ? found : undefined;
}

/** Of a map's keys, which the package's types do not tell of a field. */
export function keyTypeOf(field: Field): string {
  return (field as { readonly keyType?: string }).keyType ?? 'string';
}
