import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { localCommands } from '../../texts/local-commands.ts';
import { type OutputOptions, type PrintingRun, UsageError } from '../client/client-run.ts';

export interface InitOptions extends OutputOptions {
  readonly file?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly dashboardPort?: string | undefined;
  readonly dataDir?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly force?: boolean | undefined;
}

/** Beside the file, so that editors complete and check it. */
const SCHEMA_FILE = 'tocsin.schema.json';

/**
 * `tocsin init`: writes a file to begin with, and the JSON Schema that its first line names.
 * @param check throws ConfigError for a text that cannot be started with
 */
export async function init(
  run: PrintingRun,
  options: InitOptions,
  check: (file: string, text: string) => void,
): Promise<number> {
  const texts = localCommands[run.language];
  const file = options.file ?? 'tocsin.yaml';
  if (existsSync(file) && !options.force) {
    run.error(texts.exists(file));
    return 1;
  }
  const answer = async (given: string | undefined, question: string, usual: string): Promise<string> => {
    if (given !== undefined || options.yes || !run.ask) return given ?? usual;
    return (await run.ask(`${question} [${usual}]: `)).trim() || usual;
  };
  const host = await answer(options.host, texts.ask.host, '127.0.0.1');
  const port = await answer(options.port, texts.ask.port, '1883');
  const dashboardPort = await answer(options.dashboardPort, texts.ask.dashboardPort, '18083');
  const directory = await answer(options.dataDir, texts.ask.dataDirectory, './data');
  const { comments } = texts;
  const text = [
    `# yaml-language-server: $schema=./${SCHEMA_FILE}`,
    `# ${comments.head}`,
    '',
    `# ${comments.node}`,
    'node:',
    `  data_dir: ${JSON.stringify(directory)}`,
    '',
    `# ${comments.listeners}`,
    'listeners:',
    '  tcp:',
    `    host: ${JSON.stringify(host)}`,
    `    port: ${port}`,
    '  ws:',
    `    host: ${JSON.stringify(host)}`,
    '',
    `# ${comments.dashboard}`,
    'dashboard:',
    `  port: ${dashboardPort}`,
    '',
    `# ${comments.access}`,
    'access:',
    '  allow_anonymous: loopback',
    '',
  ].join('\n');
  check(file, text);
  try {
    writeFileSync(file, text);
    const { jsonSchemaOf } = await import('../../object-files/json-schemas.ts');
    writeFileSync(join(dirname(file), SCHEMA_FILE), `${JSON.stringify(jsonSchemaOf('settings'))}\n`);
  } catch (error) {
    throw new UsageError(texts.unwritable(file, (error as NodeJS.ErrnoException).code ?? String(error)));
  }
  return run.print.done({ answer: { file }, names: [file], sentence: texts.made(file) });
}
