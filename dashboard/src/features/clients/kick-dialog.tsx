import { Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { visibleText } from '../../shared/ui/device-text.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { kick, kickFound } from './client-calls.ts';
import { type ClientFilter, useRenewClients } from './client-search.ts';
import { clientTexts } from './clients.texts.ts';

/** These, or all that a search finds. */
export type ClientSet =
  | { readonly ids: readonly string[] }
  | { readonly filter: ClientFilter; readonly count: number };

interface KickDialogProps {
  /** Undefined: closed. */
  readonly clients: ClientSet | undefined;
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

export function sizeOf(clients: ClientSet): number {
  return 'ids' in clients ? clients.ids.length : clients.count;
}

/** The only one by its name, others by their number. */
export function nameOfClients(clients: ClientSet, many: (count: string) => string, count: string): string {
  if ('ids' in clients && clients.ids.length === 1) return shortName(clients.ids[0] ?? '');
  return many(count);
}

export function shortName(clientId: string): string {
  return visibleText(clientId.length > 60 ? `${clientId.slice(0, 60)}…` : clientId);
}

export function KickDialog({ clients, onClose, onDone }: KickDialogProps) {
  const texts = useTexts(clientTexts);
  const formats = useFormats();
  const renew = useRenewClients();
  const [reason, setReason] = useState('');
  // A reason is that of one kick.
  useEffect(() => {
    if (clients === undefined) setReason('');
  }, [clients]);
  const size = clients ? sizeOf(clients) : 0;
  const count = formats.number(size);
  const one = clients && 'ids' in clients && size === 1 ? shortName(clients.ids[0] ?? '') : undefined;
  const run = async () => {
    if (!clients) return;
    let done = size;
    if ('ids' in clients) await kick(clients.ids, reason);
    else done = (await kickFound(clients.filter, reason)).count;
    await renew();
    showDone(one === undefined ? texts.kickedMany(formats.number(done)) : texts.kicked(one));
    onDone?.();
  };
  return (
    <ConfirmDialog
      opened={clients !== undefined}
      onClose={onClose}
      title={<bdi>{one === undefined ? texts.kickMany(count) : texts.kickTitle(one)}</bdi>}
      action={texts.kickAction}
      onConfirm={run}
    >
      <Stack gap="sm">
        <Text>{texts.kickEffect(size, count)}</Text>
        <Text c="dimmed" size="xs">
          {texts.kickNote}
        </Text>
        <TextInput
          label={texts.kickReason}
          value={reason}
          maxLength={1000}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </Stack>
    </ConfirmDialog>
  );
}
