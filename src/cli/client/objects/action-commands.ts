import { writtenObjects } from '../../../texts/written-objects.ts';
import { factsIn } from '../../output/facts-in.ts';
import type { ClientRun } from '../client-run.ts';
import { ACTIONS, pathOfObject } from './object-kind.ts';

/** As the API has it, as far as it is shown here. */
interface ShownAction {
  readonly type: string;
  readonly name: string;
  readonly connector: string;
  readonly enable: boolean;
  readonly status: string;
  readonly status_reason?: string;
  readonly rules: readonly string[];
}

export async function listActions({ api, print, language }: ClientRun): Promise<number> {
  const texts = writtenObjects[language];
  const all = await api.get<readonly ShownAction[]>(ACTIONS.path);
  const { id, status, connector, rules, reason } = texts.columns;
  return print.list({
    answer: all,
    rows: all,
    name: ({ type, name }) => `${type}:${name}`,
    nothing: texts.nothing,
    columns: [
      { title: id, value: ({ type, name }) => `${type}:${name}` },
      {
        title: status,
        value: (one) => (one.enable ? one.status : 'off'),
        shown: (one) => (one.enable ? (texts.statuses[one.status] ?? one.status) : texts.off),
        kind: 'state',
      },
      { title: connector, value: (one) => one.connector },
      { title: rules, value: (one) => one.rules.join(' ') },
      { title: reason, value: (one) => one.status_reason },
    ],
  });
}

export async function showAction({ api, print }: ClientRun, id: string): Promise<number> {
  const action = await api.get<Readonly<Record<string, unknown>>>(pathOfObject(ACTIONS, id));
  return print.thing({ answer: action, name: id, facts: factsIn(action) });
}

export async function switchAction(
  { api, print, language }: ClientRun,
  id: string,
  enable: boolean,
): Promise<number> {
  await api.put(`${pathOfObject(ACTIONS, id)}/enable/${enable}`, {});
  const sentence = writtenObjects[language].switched(id, enable);
  return print.done({ answer: { id, enable }, names: [id], sentence });
}

export async function removeAction({ api, print, language }: ClientRun, id: string): Promise<number> {
  await api.delete(pathOfObject(ACTIONS, id));
  return print.done({ answer: { id }, names: [id], sentence: writtenObjects[language].removed(id) });
}
