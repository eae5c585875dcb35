import { Button, Menu } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ClientRow } from '../../../../src/api/contract.ts';
import { copyText } from '../../shared/clipboard/clipboard.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useMay } from '../../shared/session/session.ts';
import { ExportMenu } from '../../shared/table/export-menu.tsx';
import type { DataColumn, SelectedRows } from '../../shared/table/table-column.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { ForRole, useNeededRole } from '../../shared/ui/for-role.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { useBanClients } from './ban-clients.ts';
import type { BanLength } from './client-calls.ts';
import { namedQuery } from './client-menu.tsx';
import { allClients, type ClientFilter } from './client-search.ts';
import { clientTexts } from './clients.texts.ts';
import { type ClientSet, KickDialog, sizeOf } from './kick-dialog.tsx';

interface ClientBulkBarProps {
  readonly selected: SelectedRows<ClientRow>;
  readonly filter: ClientFilter;
  /** All that match the filter. */
  readonly total: number;
  readonly columns: readonly DataColumn<ClientRow>[];
}

/** What can be done with those that are selected, or with all that match. */
export function ClientBulkBar({ selected, filter, total, columns }: ClientBulkBarProps) {
  const texts = useTexts(clientTexts);
  const formats = useFormats();
  const navigate = useNavigate();
  const bans = useBanClients();
  const mayBan = useMay('administrator');
  const banRole = useNeededRole('administrator');
  const [isAll, setAll] = useState(false);
  const [kicking, setKicking] = useState<ClientSet>();
  const [banning, setBanning] = useState<BanLength>();
  const clients: ClientSet = isAll ? { filter, count: total } : { ids: selected.ids };
  const count = formats.number(sizeOf(clients));
  const rows = async () => (isAll ? allClients(filter) : selected.rows);
  const ids = async () => (isAll ? (await allClients(filter)).map(({ clientid }) => clientid) : selected.ids);

  async function runBan(length: BanLength): Promise<void> {
    await bans.ban(await ids(), length);
    selected.clear();
  }

  const filterQuery = [filter.q, filter.state === 'all' ? '' : stateWords[filter.state]]
    .filter(Boolean)
    .join(' ');
  const named = isAll ? filterQuery : namedQuery(...selected.ids);
  const copyIds = async (): Promise<void> => {
    const all = await ids();
    if (await copyText(all.join('\n'))) showDone(texts.copied(formats.number(all.length)));
  };
  return (
    <>
      {total > selected.ids.length && (
        <Button
          size="compact-sm"
          variant={isAll ? 'filled' : 'subtle'}
          aria-pressed={isAll}
          onClick={() => setAll(!isAll)}
        >
          {texts.allMatching(formats.number(total))}
        </Button>
      )}
      <ForRole role="operator">
        <Button size="compact-sm" variant="default" onClick={() => setKicking(clients)}>
          {texts.kick}
        </Button>
      </ForRole>
      <Menu position="top">
        <Menu.Target>
          <Button size="compact-sm" variant="default" disabled={!mayBan} title={mayBan ? undefined : banRole}>
            {texts.ban}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(['hour', 'day', 'forever'] as const).map((length) => (
            <Menu.Item key={length} onClick={() => setBanning(length)}>
              {texts.banFor[length]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconBell size={14} stroke={1.5} />}
        disabled={named === undefined}
        title={named === undefined ? texts.tooManyNames : undefined}
        onClick={() => void navigate({ to: '/rules/wizard', search: { q: named } as never })}
      >
        {texts.alertMe}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={() => void copyIds()}>
        {texts.copyIds}
      </Button>
      <ExportMenu name="clients" columns={columns} fetchRows={rows} />
      <KickDialog clients={kicking} onClose={() => setKicking(undefined)} onDone={selected.clear} />
      <ConfirmDialog
        opened={banning !== undefined}
        onClose={() => setBanning(undefined)}
        title={texts.banMany(count)}
        action={banning ? texts.banFor[banning] : ''}
        onConfirm={() => (banning ? runBan(banning) : undefined)}
      >
        {texts.banEffect(count)}
      </ConfirmDialog>
    </>
  );
}

const stateWords = {
  online: 'is:online',
  offline: 'is:offline',
  flapping: 'flapping',
  never_seen: 'is:never_seen',
} as const;
