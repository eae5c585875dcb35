import { type Language, problemLines } from '../../rules/files/door.ts';
import type { RunReport } from './run-report.ts';

/** The report as JUnit's XML, which build servers read: a suite per file, problems as errors of suites of their own. */
export function junitXml({ suites, problems }: RunReport, language: Language): string {
  const files = suites.map(({ name, file, cases }) => {
    const failures = cases.filter(({ result }) => !result.passed).length;
    const head = {
      name,
      file,
      tests: cases.length,
      failures,
      errors: 0,
      time: seconds(cases.reduce((sum, { took }) => sum + took, 0)),
    };
    const inner = cases.map(({ ruleCase, result, took }) => {
      const about = { name: ruleCase.name, classname: name, file, line: ruleCase.line, time: seconds(took) };
      const lines = result.say(language);
      return lines.length === 0
        ? element('testcase', about)
        : element('testcase', about, [
            element('failure', { message: lines[0] ?? '' }, [escaped(lines.join('\n'))]),
          ]);
    });
    return element('testsuite', head, inner);
  });
  const broken = problems.map((problem) => {
    const { file, line } = problem;
    const message = problem.say(language);
    const error = element('error', { message }, [escaped(problemLines(problem, language).join('\n'))]);
    return element('testsuite', { name: file, file, tests: 1, failures: 0, errors: 1, time: '0.000' }, [
      element('testcase', { name: file, classname: file, file, line, time: '0.000' }, [error]),
    ]);
  });
  const cases = suites.flatMap((suite) => suite.cases);
  const totals = {
    name: 'tocsin rules test',
    tests: cases.length + problems.length,
    failures: cases.filter(({ result }) => !result.passed).length,
    errors: problems.length,
    time: seconds(cases.reduce((sum, { took }) => sum + took, 0)),
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', totals, [...files, ...broken])}\n`;
}

function element(
  name: string,
  attributes: Record<string, string | number>,
  inner: readonly string[] = [],
): string {
  const head = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const open = `<${name}${head.join('')}`;
  return inner.length === 0 ? `${open}/>` : `${open}>${inner.join('\n')}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** XML 1.0 cannot hold control characters, not even escaped. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/[<>&"\n]/g, (character) => ENTITIES[character] ?? character);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
