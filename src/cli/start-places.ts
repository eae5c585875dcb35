import type { BaseListener } from '../broker/listeners/listener-definition.ts';
import type { Config } from '../config/config.ts';
import type { ConfigSources } from './load-config.ts';

/** The checked configuration, and the listeners that it asks for. */
export interface StartConfig {
  readonly config: Config;
  readonly listeners: readonly BaseListener[];
}

/** Ports and paths that flags set: they differ from start to start where everything else is the same. */
export interface Places {
  /** The values of `--set` that are such. */
  readonly assignments: ReadonlySet<string>;
  /** By the path of the setting, `listeners.tcp.port`. */
  readonly values: Readonly<Record<string, number | string>>;
}

const PORT = /^((?:listeners\.(?:tcp|ssl|ws|wss)|dashboard)\.port)=(0|[1-9]\d{0,4})$/;
const FILE = /^(api_key\.bootstrap_file)=([A-Za-z0-9._/-]{1,4096})$/;
const DIRECTORY = 'node.data_dir';

/** Only what is certain to be accepted as it is written; all else is left to who checks. */
export function placesIn({ assignments, dataDirectory }: ConfigSources): Places {
  const found = new Set<string>();
  const values: Record<string, number | string> = {};
  for (const assignment of assignments) {
    const [, port, digits] = PORT.exec(assignment) ?? [];
    const [, file, path] = FILE.exec(assignment) ?? [];
    if (port !== undefined && Number(digits) <= 65_535) values[port] = Number(digits);
    else if (file !== undefined && path !== undefined && Number.isNaN(Number(path))) values[file] = path;
    else continue;
    found.add(assignment);
  }
  if (dataDirectory !== undefined && /^.{1,4096}$/s.test(dataDirectory)) values[DIRECTORY] = dataDirectory;
  return { assignments: found, values };
}

/** The same configuration with these ports and paths. */
export function withPlaces({ config, listeners }: StartConfig, { values }: Places): StartConfig {
  const changed = structuredClone(config);
  for (const [path, value] of Object.entries(values)) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    const section = names.reduce((branch, name) => branch[name] as Section, changed as unknown as Section);
    section[last] = value;
  }
  return {
    config: changed,
    listeners: listeners.map((listener) => atPort(listener, values[listener.setting])),
  };
}

interface Section {
  [name: string]: unknown;
}

function atPort(listener: BaseListener, port: number | string | undefined): BaseListener {
  if (port === undefined) return listener;
  const bind = listener.settings.bind.replace(/\d+$/, String(port));
  return { ...listener, settings: { ...listener.settings, bind } };
}
