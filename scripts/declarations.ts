import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { isolatedDeclarationSync } from 'rolldown/experimental';

const ENTRY = 'tocsin.ts';
const FROM = /(from |import\()(["'])([^"']+)\2/g;

/**
 * Writes the types of what programs import (`src/tocsin.ts`): the declarations of that file and of those that they name.
 * What it exports is annotated in full, so that each file can be read by itself, and takes types from no package, so
 * that users need none but those of Node.js.
 * @throws Error for an export without its type, and for a type of a package
 */
export function writeDeclarations(root: string, target: string): void {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const source = readFileSync(join(root, 'src', path), 'utf8');
    const { code, errors } = isolatedDeclarationSync(path, source);
    const [error] = errors;
    if (error) throw new Error(`the types of src/${path}: ${error.message}`);
    const written = code.replace(FROM, (_all, word: string, _quote: string, specifier: string) => {
      if (!specifier.startsWith('.'))
        throw new Error(`the types of src/${path} need the package ${specifier}`);
      visit(posix.join(posix.dirname(path), specifier));
      return `${word}'${specifier.replace(/\.ts$/, '.js')}'`;
    });
    const file = join(target, path.replace(/\.ts$/, '.d.ts'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, written);
  };
  visit(ENTRY);
}
