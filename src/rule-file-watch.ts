import { watch } from 'node:fs';
import type { MqttBroker } from './broker/broker.ts';
import type { Logger } from './lib/logger.ts';
import type { FileRule, RuleEngine } from './rules/door.ts';
import { placeOf, RuleFileError } from './rules/files/door.ts';

/** Milliseconds without another change: an editor writes a file in several steps, and a deployment several files. */
const PATIENCE = 300;

const ALARM = 'rule_files';

interface RuleFileWatchParts {
  readonly directory: string;
  /** @throws RuleFileError with everything that is wrong with them */
  readonly read: () => Promise<readonly FileRule[]>;
  readonly rules: Pick<RuleEngine, 'replaceFiles'>;
  readonly alarms: Pick<MqttBroker['alarms'], 'activate' | 'deactivate'>;
  readonly logger: Logger;
}

/**
 * Takes changes of the files of rules over as they are written. With a problem in any of them all rules stay as they
 * are, and an alarm says where it is until it is mended.
 * @returns the end of it
 */
export function watchRuleFiles({ directory, read, rules, alarms, logger }: RuleFileWatchParts): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const renew = async (): Promise<void> => {
    try {
      const files = await read();
      if (isOver) return;
      rules.replaceFiles(files);
      alarms.deactivate(ALARM);
    } catch (error) {
      if (isOver) return;
      const said = error instanceof RuleFileError ? firstOf(error) : bothOf(error);
      logger.error({ err: error, directory }, 'files of rules cannot be used: the rules stay as they were');
      alarms.activate(ALARM, { directory, message: said.en, message_zh: said.zh }, said.en);
    }
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void renew(), PATIENCE).unref();
  };
  try {
    const watcher = watch(directory, { recursive: true, persistent: false }, later);
    watcher.on('error', (error) =>
      logger.warn({ err: error, directory }, 'changes of rules in files are not seen until the next start'),
    );
    return () => {
      isOver = true;
      clearTimeout(timer);
      watcher.close();
    };
  } catch (error) {
    logger.warn({ err: error, directory }, 'changes of rules in files are not seen until the next start');
    return () => {};
  }
}

function firstOf({ problems }: RuleFileError): { en: string; zh: string } {
  const [first] = problems;
  if (!first) return { en: '', zh: '' };
  const place = placeOf(first);
  return {
    en: `rules in files stay as they were: ${place}: ${first.say('en')}`,
    zh: `文件中的规则保持原样：${place}：${first.say('zh')}`,
  };
}

function bothOf(error: unknown): { en: string; zh: string } {
  const reason = error instanceof Error ? error.message : String(error);
  return { en: `rules in files stay as they were: ${reason}`, zh: `文件中的规则保持原样：${reason}` };
}
