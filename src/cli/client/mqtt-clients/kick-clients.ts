import { type ClientRun, type CommonOptions, UsageError } from '../client-run.ts';
import { rowsOf } from './client-rows.ts';
import { type MqttClientWords, shortText } from './list-clients.ts';

export interface KickOptions extends CommonOptions {
  readonly query?: string | undefined;
  readonly state?: string | undefined;
  readonly message?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

interface Kicked {
  readonly count: number;
  readonly online: number;
}

/** Some by their ids; or all that a search finds, which are counted and asked for first. */
export async function kickClients(
  run: ClientRun,
  ids: readonly string[],
  options: KickOptions,
  about: MqttClientWords,
): Promise<number> {
  const { words } = about;
  const { query } = options;
  if (query === undefined && ids.length === 0) throw new UsageError(words.kickWhat);
  if (query !== undefined && ids.length > 0) throw new UsageError(words.kickNotBoth);
  return query === undefined ? kickNamed(run, ids, options, about) : kickFound(run, query, options, about);
}

async function kickNamed(
  run: ClientRun,
  ids: readonly string[],
  { message, dryRun }: KickOptions,
  { words }: MqttClientWords,
): Promise<number> {
  const rows = await rowsOf(run.api, ids);
  const there = rows.filter(({ state }) => state === 'online' || state === 'offline');
  const names = there.map(({ clientid }) => clientid);
  const missing = ids.filter((id) => !names.includes(id));
  const result: Kicked = {
    count: names.length,
    online: there.filter((one) => one.state === 'online').length,
  };
  if (!dryRun && names.length > 0) {
    const query = message === undefined ? '' : `?${new URLSearchParams({ reason_string: message })}`;
    await run.api.post(`/clients/kickout/bulk${query}`, names);
  }
  print(
    run,
    result,
    names,
    dryRun ? words.wouldKick(result.count, result.online) : words.kicked(result.count),
  );
  if (missing.length > 0) run.error(words.unknown(missing.map(shortText).join(', ')));
  return missing.length > 0 ? 1 : 0;
}

async function kickFound(
  run: ClientRun,
  query: string,
  { state, message, dryRun, yes }: KickOptions,
  { words }: MqttClientWords,
): Promise<number> {
  if (query.trim() === '' && state === undefined) throw new UsageError(words.emptyQuery);
  const body = {
    q: query.trim() === '*' ? '' : query,
    ...(state !== undefined && { state }),
    ...(message !== undefined && { reason_string: message }),
  };
  const count = () => run.api.post<Kicked>('/client_search/kick', { ...body, dry_run: true });
  if (dryRun) {
    const found = await count();
    print(run, found, [], words.wouldKick(found.count, found.online));
    return 0;
  }
  if (!yes) {
    const found = await count();
    if (found.count === 0) {
      print(run, found, [], words.kicked(0));
      return 0;
    }
    if (!run.confirm) throw new UsageError(words.notAsked(found.count));
    if (!(await run.confirm(words.kickThese(found.count, found.online)))) {
      run.error(words.notKicked);
      return 1;
    }
  }
  const kicked = await run.api.post<Kicked>('/client_search/kick', body);
  print(run, kicked, [], words.kicked(kicked.count));
  return 0;
}

function print(run: ClientRun, result: Kicked, names: readonly string[], sentence: string): void {
  run.print.done({ answer: result, names, sentence });
}
