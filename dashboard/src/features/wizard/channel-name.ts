import type { Connector } from '../../../../src/api/contract.ts';
import type { Target } from './wizard-draft.ts';

type Named = Pick<Connector, 'type' | 'name'>;

/** `wecom`, `wecom_2` … */
export function freeChannelName(type: string, channels: readonly Named[]): string {
  const taken = new Set(channels.filter((channel) => channel.type === type).map(({ name }) => name));
  let free = type;
  for (let count = 2; taken.has(free); count++) free = `${type}_${count}`;
  return free;
}

/** Whether nobody has typed it. */
export function isProposedName(name: string, type: string): boolean {
  return name === type || (name.startsWith(`${type}_`) && /^_\d+$/.test(name.slice(type.length)));
}

/** What is wrong with the name of a channel that is being made. */
export function channelNameFault(target: Target, channels: readonly Named[]): 'form' | 'taken' | undefined {
  if (target?.kind !== 'new') return undefined;
  const { type, name } = target;
  if (!/^[0-9a-zA-Z][-0-9a-zA-Z_]*$/.test(name)) return 'form';
  return channels.some((channel) => channel.type === type && channel.name === name) ? 'taken' : undefined;
}
