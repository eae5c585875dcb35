import type { Layer } from '../cli/config-layer.ts';
import { ConfigError, problemText } from '../cli/config-problem.ts';
import { resolve } from '../cli/load-config.ts';
import { startFailureText } from '../cli/start-failure.ts';
import type { StartConfig } from '../cli/start-places.ts';
import { baseListenersOf } from '../config/base-listeners.ts';
import { ListenError } from '../lib/listen-error.ts';
import { createLogger, type Logger } from '../lib/logger.ts';
import { urlHost } from '../lib/url-host.ts';
import { commandLineTexts } from '../texts/command-line.ts';
import type { BrokerOptions, Settings } from './broker-options.ts';

const source = { kind: 'flag', flag: 'settings' } as const;
const { en } = commandLineTexts;

/**
 * The settings of a broker in a program: those that the options name over those of `settings`, and nothing from files or
 * the environment. @throws Error with a sentence for each mistake
 */
export function embeddedConfig(options: BrokerOptions, dashboardPort?: number): StartConfig {
  const { port = 0, host = '127.0.0.1', webSocketPort, dataDirectory, settings = {} } = options;
  const named: Settings = {
    node: { data_dir: dataDirectory ?? ':memory:' },
    listeners: {
      tcp: { host, port: port === false ? 0 : port, enable: port !== false },
      ws: { host, port: webSocketPort ?? 0, enable: webSocketPort !== undefined },
    },
    dashboard: { host, port: dashboardPort ?? 0 },
  };
  // A process that also does other things is late at times, and what lies in memory is not asked for later.
  const usual: Settings = {
    overload_protection: { enable: false },
    journal: { enable: dataDirectory !== undefined },
  };
  try {
    const config = resolve([layerOf(usual), layerOf(settings), layerOf(named)]);
    return { config, listeners: baseListenersOf(config) };
  } catch (error) {
    throw inWords(error);
  }
}

export function embeddedLogger({ logLevel = 'error' }: BrokerOptions): Logger {
  return createLogger({ level: logLevel, format: 'auto' });
}

/** An error whose message says what is wrong and what to do, as the command line would. */
export function inWords(error: unknown): Error {
  if (error instanceof ListenError && error.code === 'EADDRINUSE') {
    const taken = `${urlHost(error.host)}:${error.port} is in use already. Give another port, or 0 for a free one.`;
    return new Error(taken, { cause: error });
  }
  const text =
    error instanceof ConfigError
      ? error.problems.map((problem) => problemText(problem, en)).join('\n')
      : startFailureText(error, en);
  return new Error(text, { cause: error });
}

function layerOf(tree: Settings): Layer {
  return { entries: flatten([], tree), problems: [] };
}

function flatten(path: readonly string[], value: unknown): Layer['entries'] {
  const isSection = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isSection) return value === undefined ? [] : [{ path, value, source }];
  return Object.entries(value).flatMap(([name, member]) => flatten([...path, name], member));
}
