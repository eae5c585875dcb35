import { dirname, join } from 'node:path';
import { besideOf, readFiles } from '../../object-files/found-files.ts';
import { OBJECT_MEMBERS } from '../../object-files/object-file.ts';
import type { CompilerSettings } from '../../rules/door.ts';
import {
  type CaseResult,
  type FileFinding,
  type FileRule,
  type RuleCase,
  type RuleStory,
  type RuleTestFile,
  readRuleFiles,
  readRuleTestFile,
  readStatement,
  runCase,
  runStory,
  type StoryRule,
} from '../../rules/files/door.ts';

export interface CaseReport {
  readonly ruleCase: RuleCase | RuleStory;
  readonly result: CaseResult;
  /** Milliseconds. */
  readonly took: number;
}

export interface SuiteReport {
  /** The id of the rule, or the name of the file when it tests SQL that is no rule. */
  readonly name: string;
  readonly file: string;
  readonly cases: readonly CaseReport[];
}

/** Everything that a run found. */
export interface RunReport {
  /** Files of rules that were read, good or not. */
  readonly rules: number;
  readonly suites: readonly SuiteReport[];
  readonly problems: readonly FileFinding[];
  readonly warnings: readonly FileFinding[];
}

interface RunOptions {
  readonly places: readonly string[];
  readonly node: string;
  readonly settings: (now: number) => CompilerSettings;
  /** Milliseconds, to measure with. */
  readonly clock: () => number;
}

/** Reads rules and tests, and runs the tests. */
export async function runRuleTests({ places, node, settings, clock }: RunOptions): Promise<RunReport> {
  const compiler = settings(0);
  const found = readPlaces(...places);
  // A rule that is named alone brings the tests that lie beside it.
  const beside = readPlaces(
    ...places.filter((place) => found.objects.some(({ name }) => name === place)).map(testsBeside),
  );
  const tests = [
    ...found.tests,
    ...beside.tests.filter(({ name }) => !found.tests.some((test) => test.name === name)),
  ];
  const read = readRuleFiles(found.objects, compiler, OBJECT_MEMBERS);
  const problems = [...found.unread, ...read.problems];
  const others = new Map<string, FileRule | undefined>();

  const ruleIn = (path: string): FileRule | undefined => {
    const rule = read.rules.find(({ file }) => file === path);
    if (rule || found.objects.some(({ name }) => name === path)) return rule;
    if (!others.has(path)) {
      const alone = readRuleFiles(readPlaces(path).objects, compiler, OBJECT_MEMBERS);
      problems.push(...alone.problems);
      others.set(path, alone.rules[0]);
    }
    return others.get(path);
  };

  const suites: SuiteReport[] = [];
  for (const test of tests) {
    const file = readRuleTestFile(test);
    const rule = testedRule(file, ruleIn, compiler);
    problems.push(...file.problems);
    if (!rule) continue;
    const cases: CaseReport[] = [];
    for (const ruleCase of file.cases) {
      const start = clock();
      const surroundings = { node, settings };
      const result =
        'events' in ruleCase
          ? await runStory(rule, ruleCase, surroundings)
          : runCase({ id: rule.id, sql: rule.definition.sql }, ruleCase, surroundings);
      cases.push({ ruleCase, result, took: clock() - start });
    }
    suites.push({ name: rule.id === NO_RULE ? baseName(file.file) : rule.id, file: file.file, cases });
  }
  const warnings = [...read.rules, ...others.values()].flatMap((rule) => rule?.warnings ?? []);
  return { rules: found.objects.length, suites, problems, warnings };
}

function readPlaces(...named: readonly string[]) {
  return readFiles({ base: '', patterns: [], named, except: [] });
}

/** How EMQX calls the rule of a test that has none. */
const NO_RULE = 'sql_tester';

function testedRule(
  file: RuleTestFile,
  ruleIn: (path: string) => FileRule | undefined,
  compiler: CompilerSettings,
): StoryRule | undefined {
  const { rule, yaml } = file;
  if (rule && 'sql' in rule) {
    const statement = readStatement(yaml, yaml.nodeAt(['sql']), rule.sql, compiler);
    return statement && { id: NO_RULE, definition: { sql: rule.sql, name: '' } };
  }
  const candidates = rule ? [join(dirname(file.file), rule.file)] : besideOf(file.file);
  const path = candidates.find((candidate) => readPlaces(candidate).objects.length > 0);
  if (path === undefined) {
    yaml.refuse(rule ? rule.span : yaml.spanOf(yaml.root), { code: 'noRule', file: candidates[0] ?? '' });
    return undefined;
  }
  const found = ruleIn(path);
  return found;
}

function testsBeside(path: string): string {
  return path.replace(/\.(ya?ml)$/, '.test.$1');
}

function baseName(path: string): string {
  return path.replace(/^.*[/\\]/, '').replace(/\.test\.ya?ml$/, '');
}
