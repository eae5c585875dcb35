import { ActionIcon, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Monitor, MonitorPeer } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { attempt } from '../../shared/ui/attempt.tsx';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { FileMark } from '../../shared/ui/file-lock.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { showUndo } from '../../shared/ui/undo-toast.tsx';
import { MonitorState } from './monitor-figure.tsx';
import { refreshMonitors } from './monitor-queries.ts';
import styles from './monitors.module.css';
import { monitorTexts } from './monitors.texts.ts';
import { PeerForm } from './peer-form.tsx';

const PATH = '/monitors/peer_down/peers';

/** Places that are asked whether they are there. */
export function PeerList({ monitor }: { monitor: Monitor }) {
  const texts = useTexts(monitorTexts);
  const [editing, setEditing] = useState<MonitorPeer | 'new'>();
  const peers = monitor.peers ?? [];
  const remove = async (peer: MonitorPeer) => {
    await api.delete(`${PATH}/${encodeURIComponent(peer.name)}`);
    refreshMonitors();
    // A secret is masked in what was read: the server refuses it, and the toast says so.
    showUndo({
      message: texts.peerRemoved(peer.name),
      undo: async () => {
        await api.post(PATH, peer);
        refreshMonitors();
      },
    });
  };
  return (
    <section aria-labelledby="peers" className={styles.box}>
      <Title order={3} id="peers">
        {texts.peers}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {texts.peersHint}
      </Text>
      {peers.length === 0 && <Text>{texts.noPeers}</Text>}
      <ul className={styles.watched}>
        {peers.map((peer) => {
          const seen = monitor.watched.find(({ key, name }) => key === peer.name || name === peer.name);
          return (
            <li key={peer.name}>
              <DeviceText text={peer.name} longest={128} />
              <FileMark file={peer.file} />
              <Text span c="dimmed" inherit>
                {peer.type} {String(peer.url ?? peer.address ?? '')}
              </Text>
              <MonitorState state={peer.enable ? (seen?.state ?? 'ok') : 'off'} />
              {seen?.since && <Moment at={seen.since} />}
              <Group gap={4} ml="auto">
                <ForRole role="editor" file={peer.file}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={28}
                    aria-label={texts.editPeer(peer.name)}
                    onClick={() => setEditing(peer)}
                  >
                    <IconPencil size={16} stroke={1.5} />
                  </ActionIcon>
                </ForRole>
                <ForRole role="editor" file={peer.file}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={28}
                    aria-label={texts.removePeer(peer.name)}
                    onClick={() => attempt(() => remove(peer))}
                  >
                    <IconTrash size={16} stroke={1.5} />
                  </ActionIcon>
                </ForRole>
              </Group>
            </li>
          );
        })}
      </ul>
      <Stack mt="xs" gap="xs">
        {editing === undefined ? (
          <div>
            <ForRole role="editor">
              <Button variant="default" size="compact-sm" onClick={() => setEditing('new')}>
                {texts.addPeer}
              </Button>
            </ForRole>
          </div>
        ) : (
          <PeerForm
            key={editing === 'new' ? '' : editing.name}
            peer={editing === 'new' ? undefined : editing}
            onClose={() => setEditing(undefined)}
          />
        )}
      </Stack>
    </section>
  );
}
