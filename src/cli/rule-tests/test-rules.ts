import { writeFileSync } from 'node:fs';
import { printable } from '../../lib/human-log.ts';
import { isValidTopicFilter, isValidTopicName, topicMatchesFilter } from '../../mqtt/topics.ts';
import { type CompilerSettings, ruleEngineSettings, settingsAnswer } from '../../rules/door.ts';
import type { Language } from '../../rules/files/door.ts';
import { readSchemaFiles, SchemaRegistry } from '../../schemas/door.ts';
import { RuleMemory, type SqlSchemas } from '../../sql/door.ts';
import { ruleFileMessages } from '../../texts/rule-files.ts';
import type { CommandLineContext } from '../command-line.ts';
import { codeOf } from '../config-problem.ts';
import { junitXml } from './junit.ts';
import { reportLines } from './run-lines.ts';
import { type RunReport, runRuleTests } from './run-report.ts';

export interface TestRulesOptions {
  /** Files and directories; `rules` when nothing is said. */
  readonly file?: readonly string[] | undefined;
  /** Where the report is written for build servers. */
  readonly junit?: string | undefined;
  /** Schemas that lie in files, as `schema_registry.directory` names them. */
  readonly schemas?: string | undefined;
  readonly json?: boolean | undefined;
}

const FAILED = 1;
const DIFFERENCES = 5;

/**
 * Runs the tests that lie beside rules, by the code that the broker runs; no broker is needed. The exit code: 0 all
 * passed, 1 a file or a rule is wrong or there is nothing to test, 5 a test failed.
 */
export async function testRules(options: TestRulesOptions, context: CommandLineContext): Promise<number> {
  const { language } = context.texts;
  const texts = ruleFileMessages[language];
  const places = options.file ?? ['rules'];
  const say = (lines: readonly string[]): string => lines.map((line) => `${printable(line)}\n`).join('');
  let schemas: SqlSchemas;
  try {
    schemas = schemasIn(options.schemas);
  } catch (error) {
    context.error(
      say([texts.cannotReadSchemas({ reason: error instanceof Error ? error.message : String(error) })]),
    );
    return FAILED;
  }
  const report = await runRuleTests({
    places,
    node: 'tocsin@127.0.0.1',
    settings: (now) => settingsAt(now, context.environment, schemas),
    clock: () => performance.now(),
  });
  const { suites, problems } = report;
  const cases = suites.flatMap((suite) => suite.cases);
  const isMissing =
    options.file === undefined &&
    problems.length === 1 &&
    problems[0]?.file === 'rules' &&
    report.rules === 0;
  if (isMissing || (cases.length === 0 && problems.length === 0 && report.rules === 0)) {
    context.error(say([texts.nothingFound({ places: places.join(', ') })]));
    return FAILED;
  }
  if (options.junit !== undefined) {
    try {
      writeFileSync(options.junit, junitXml(report, language));
    } catch (error) {
      context.error(say([texts.cannotWrite({ file: options.junit, code: codeOf(error) })]));
      return FAILED;
    }
  }
  context.out(
    options.json ? `${JSON.stringify(jsonReport(report, language))}\n` : say(reportLines(report, language)),
  );
  if (cases.length === 0 && problems.length === 0) {
    context.error(say([texts.noTestsFound({ count: report.rules })]));
    return FAILED;
  }
  if (problems.length > 0) return FAILED;
  return cases.every(({ result }) => result.passed) ? 0 : DIFFERENCES;
}

/** @throws Error that says which file is wrong */
function schemasIn(directory: string | undefined): SqlSchemas {
  const files = directory === undefined ? [] : readSchemaFiles(directory);
  return new SchemaRegistry({ definitions: noDefinitions, files });
}

const noDefinitions: ConstructorParameters<typeof SchemaRegistry>[0]['definitions'] = {
  list: () => [],
  put: (_kind, id, body) => ({ id, body, createdAt: 0, updatedAt: 0 }),
  delete: () => false,
};

const defaults = settingsAnswer(ruleEngineSettings.parse({}));

/** The same every time: a clock that stands still, nothing that is left to chance, and an empty memory. */
export function settingsAt(
  now: number,
  environment: CommandLineContext['environment'],
  schemas: SqlSchemas,
): CompilerSettings {
  return {
    mqtt: { topicMatchesFilter, isValidTopicFilter, isValidTopicName },
    host: {
      now: () => now,
      matchesTopic: topicMatchesFilter,
      random: () => 0.5,
      uuid: () => '00000000-0000-4000-8000-000000000000',
      memory: new RuleMemory(),
      schemas,
      jqTimeout: () => defaults.jq_function_default_timeout,
      environment: (name) => environment[`EMQXVAR_${name}`],
    },
  };
}

function jsonReport({ suites, problems, warnings }: RunReport, language: Language): unknown {
  const finding = ({ file, line, column, say }: RunReport['problems'][number]) => ({
    file,
    line,
    column,
    message: say(language),
  });
  return {
    tests: suites.flatMap(({ name, file, cases }) =>
      cases.map(({ ruleCase, result, took }) => ({
        rule: name,
        name: ruleCase.name,
        file,
        line: ruleCase.line,
        passed: result.passed,
        duration_ms: Math.round(took),
        details: result.say(language),
      })),
    ),
    errors: problems.map(finding),
    warnings: warnings.map(finding),
  };
}
