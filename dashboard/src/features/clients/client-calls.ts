import type { Ban, Kicked } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { namePath } from '../../shared/api/name-path.ts';
import { Problem } from '../../shared/api/problem.ts';
import type { ClientFilter } from './client-search.ts';

/** Calls at a time, where each is about one client. */
const AT_ONCE = 6;
/** Ids that the API takes in one call. */
const MOST_KICKED = 10_000;

export async function kick(ids: readonly string[], reason: string): Promise<void> {
  for (let from = 0; from < ids.length; from += MOST_KICKED) {
    await api.post('/clients/kickout/bulk', ids.slice(from, from + MOST_KICKED), { reason_string: reason });
  }
}

export function kickFound(filter: ClientFilter, reason: string): Promise<Kicked> {
  return api.post<Kicked>('/client_search/kick', {
    ...filter,
    ...(reason !== '' && { reason_string: reason }),
  });
}

export type BanLength = 'hour' | 'day' | 'forever';

const LENGTHS: Readonly<Record<BanLength, number | undefined>> = {
  hour: 3_600_000,
  day: 86_400_000,
  forever: undefined,
};

/** Keeps them out, and ends the connections that are there. @returns those that were not banned before */
export async function ban(ids: readonly string[], length: BanLength, by: string): Promise<string[]> {
  const milliseconds = LENGTHS[length];
  const until = milliseconds === undefined ? 'infinity' : new Date(Date.now() + milliseconds).toISOString();
  const added: string[] = [];
  await forEach(ids, async (who) => {
    try {
      await api.post<Ban>('/banned', { as: 'clientid', who, by, until });
      added.push(who);
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'ALREADY_EXISTS')) throw error;
    }
  });
  await kick(ids, 'banned');
  return added;
}

export function unban(ids: readonly string[]): Promise<void> {
  return forEach(ids, async (who) => {
    try {
      await api.delete(`/banned/clientid/${namePath(who)}`);
    } catch (error) {
      // Somebody else was quicker.
      if (!(error instanceof Problem && error.status === 404)) throw error;
    }
  });
}

async function forEach(ids: readonly string[], call: (id: string) => Promise<void>): Promise<void> {
  const waiting = [...ids];
  const work = async () => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) await call(id);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
