import { parseDuration } from '../../../lib/duration.ts';
import { ClientError } from '../client-error.ts';
import { type ClientRun, type CommonOptions, UsageError } from '../client-run.ts';
import { clientPath } from './client-rows.ts';
import { type MqttClientWords, shortText } from './list-clients.ts';

export interface BanOptions extends CommonOptions {
  readonly for?: string | undefined;
  readonly message?: string | undefined;
}

/** Keeps them out, and ends their connections. Those that are banned already keep the ban that they have. */
export async function banClients(
  { api, print, error }: ClientRun,
  ids: readonly string[],
  { message, ...options }: BanOptions,
  { words }: MqttClientWords,
): Promise<number> {
  const length = options.for === undefined ? undefined : parseDuration(options.for);
  if (options.for !== undefined && (length === undefined || !Number.isFinite(length)))
    throw new UsageError(words.badFor(options.for));
  const until = length === undefined ? undefined : new Date(Date.now() + length).toISOString();
  const [banned, already]: [unknown[], string[]] = [[], []];
  for (const who of ids) {
    const body = { as: 'clientid', who, ...(message && { reason: message }), until: until ?? 'infinity' };
    try {
      banned.push(await api.post('/banned', body));
    } catch (problem) {
      if (!isRefused(problem, 400, 'until')) throw problem;
      already.push(who);
    }
  }
  await api.post('/clients/kickout/bulk?reason_string=banned', ids);
  print.done({ answer: { banned }, names: ids, sentence: words.banned(banned.length, until) });
  if (already.length > 0) error(words.alreadyBanned(already.map(shortText).join(', ')));
  return 0;
}

/** Exit code 1 when one of them is not banned by its client id. */
export async function unbanClients(
  { api, print, error }: ClientRun,
  ids: readonly string[],
  { words }: MqttClientWords,
): Promise<number> {
  const [lifted, missing]: [string[], string[]] = [[], []];
  for (const who of ids) {
    try {
      await api.delete(`/banned/clientid/${clientPath(who)}`);
      lifted.push(who);
    } catch (problem) {
      if (!isRefused(problem, 404)) throw problem;
      missing.push(who);
    }
  }
  print.done({ answer: { lifted, missing }, names: lifted, sentence: words.unbanned(lifted.length) });
  if (missing.length > 0) error(words.notBanned(missing.map(shortText).join(', ')));
  return missing.length > 0 ? 1 : 0;
}

/** @param member a ban that is there already is told as its own text, which has this member */
function isRefused(problem: unknown, status: number, member?: string): boolean {
  if (!(problem instanceof ClientError && problem.failure.kind === 'refused')) return false;
  const { failure } = problem;
  return failure.status === status && (member === undefined || failure.message.includes(`"${member}":`));
}
