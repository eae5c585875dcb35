import { isFormat } from '../functions/formats.ts';
import { JqSyntaxError } from '../jq-error.ts';
import type { Definition, Node, Pattern } from './ast.ts';

/** Names that are known at a place: `f/1`, `$x`, `*label`. */
type Known = ReadonlySet<string>;

const GIVEN: Known = new Set(['$ENV', '$__loc__']);

/** Refuses functions, variables and labels that there are not, which jq too does before it runs. @throws JqSyntaxError */
export function checkNames(program: Node, isBuiltin: (key: string) => boolean): undefined {
  const need = (key: string, known: Known, what: string): undefined => {
    if (!known.has(key) && !isBuiltin(key)) throw new JqSyntaxError(`${what} is not defined`, -1);
  };
  const check = (node: Node | undefined, known: Known): undefined => {
    if (node === undefined) return;
    switch (node.kind) {
      case 'call':
        need(`${node.name}/${node.args.length}`, known, `${node.name}/${node.args.length}`);
        for (const arg of node.args) check(arg, known);
        return;
      case 'variable':
        return need(`$${node.name}`, known, `$${node.name}`);
      case 'break':
        return need(`*${node.name}`, known, `the label $${node.name}`);
      case 'label':
        return check(node.body, new Set([...known, `*${node.name}`]));
      case 'format':
        return checkFormat(node.name);
      case 'text':
        if (node.format !== undefined) checkFormat(node.format);
        for (const part of node.parts) if (typeof part !== 'string') check(part, known);
        return;
      case 'define':
        checkDefinition(node.definition, known);
        return check(node.body, new Set([...known, keyOf(node.definition)]));
      case 'as':
        check(node.source, known);
        return check(node.body, checkPatterns(node.patterns, known));
      case 'reduce':
      case 'foreach': {
        check(node.source, known);
        check(node.init, known);
        const inner = checkPatterns(node.patterns, known);
        check(node.update, inner);
        return node.kind === 'foreach' ? check(node.extract, inner) : undefined;
      }
      case 'object':
        for (const entry of node.entries) for (const part of entry) check(part, known);
        return;
      default:
        for (const part of partsOf(node)) check(part, known);
    }
  };
  const checkDefinition = (definition: Definition, known: Known): undefined => {
    const own = definition.parameters.flatMap((one) =>
      one.startsWith('$') ? [one, `${one.slice(1)}/0`] : [`${one}/0`],
    );
    check(definition.body, new Set([...known, keyOf(definition), ...own]));
  };
  const checkPatterns = (patterns: readonly Pattern[], known: Known): Known => {
    const names = new Set(known);
    const visit = (pattern: Pattern): undefined => {
      if (pattern.kind === 'variable') names.add(`$${pattern.name}`);
      else if (pattern.kind === 'array') pattern.items.forEach(visit);
      else {
        for (const { key, variable, value } of pattern.entries) {
          check(key, names);
          if (variable !== undefined) names.add(`$${variable}`);
          if (value !== undefined) visit(value);
        }
      }
    };
    patterns.forEach(visit);
    return names;
  };
  check(program, GIVEN);
}

function checkFormat(name: string): undefined {
  if (!isFormat(name)) throw new JqSyntaxError(`${name} is not a format`, -1);
}

function keyOf({ name, parameters }: Definition): string {
  return `${name}/${parameters.length}`;
}

/** The parts of the plain kinds. */
function partsOf(node: Node): (Node | undefined)[] {
  switch (node.kind) {
    case 'index':
      return [node.of, node.key];
    case 'slice':
      return [node.of, node.from, node.to];
    case 'each':
    case 'array':
    case 'negate':
      return [node.of];
    case 'pipe':
    case 'comma':
    case 'and':
    case 'or':
    case 'alternative':
    case 'operator':
    case 'update':
      return [node.left, node.right];
    case 'if':
      return [node.condition, node.then, node.otherwise];
    case 'try':
      return [node.body, node.handler];
    default:
      return [];
  }
}
