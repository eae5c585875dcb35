import { Button, Code, CopyButton, Group, Popover, Stack, Tabs, Text, Title } from '@mantine/core';
import { IconQrcode } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { useTexts } from '../../shared/texts/texts.ts';
import { openTool } from '../../shared/tools/opened-tools.ts';
import { QueryView } from '../../shared/ui/query-view.tsx';
import styles from './connect-device.module.css';
import { connectTexts } from './connect-device.texts.ts';
import { snippetsFor } from './connect-snippets.ts';
import { type ConnectAddress, useConnectAddresses } from './listener-addresses.ts';

const QrCode = lazy(() => import('../../shared/ui/qr-code.tsx'));

interface ConnectDeviceProps {
  readonly needsLogin: boolean;
  /** How often somebody has asked for it: each time it comes into view, and the keyboard with it. */
  readonly asked?: number;
  /** Of the device that is meant; without: one that is made up. */
  readonly clientId?: string | undefined;
  /** Above it, where it is not about the first client. */
  readonly title?: string | undefined;
  readonly onClose?: (() => void) | undefined;
}

/** How the first client gets in: addresses, pictures for phones, commands. */
export function ConnectDevice({ needsLogin, asked = 0, clientId, title, onClose }: ConnectDeviceProps) {
  const texts = useTexts(connectTexts);
  const addresses = useConnectAddresses();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (asked > 0) heading.current?.focus();
  }, [asked]);
  return (
    <section className={styles.card} aria-labelledby="connect-device">
      <Group justify="space-between" wrap="nowrap">
        <Title order={2} id="connect-device" ref={heading} tabIndex={-1}>
          {title ?? texts.connectTitle}
        </Title>
        {onClose && (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={onClose}>
            {texts.close}
          </Button>
        )}
      </Group>
      <Text c="dimmed" size="xs">
        {texts.connectHint} {needsLogin && texts.needsLogin}
      </Text>
      <QueryView
        query={addresses}
        rows={3}
        isEmpty={(list) => list.length === 0}
        empty={
          <Text>
            {texts.noListener} <Link to="/settings">{texts.openListeners}</Link>
          </Text>
        }
      >
        {(list) => (
          <>
            <ul className={styles.addresses}>
              {list.map((address) => (
                <Address key={address.listener} address={address} />
              ))}
            </ul>
            <Snippets address={list[0] as ConnectAddress} clientId={clientId} />
          </>
        )}
      </QueryView>
      {clientId === undefined && (
        <Button variant="default" mt="xs" onClick={() => openTool('devices')}>
          {texts.simulate}
        </Button>
      )}
    </section>
  );
}

function Address({ address: { url, listener, isLoopback } }: { address: ConnectAddress }) {
  const texts = useTexts(connectTexts);
  return (
    <li>
      <Code className={styles.url ?? ''}>{url}</Code>
      <Group gap={4} wrap="nowrap">
        <CopyText text={url} />
        <Popover position="bottom-end" withinPortal trapFocus returnFocus>
          <Popover.Target>
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconQrcode size={14} stroke={1.5} />}
              aria-label={texts.qrLabel(url)}
            >
              {texts.qr}
            </Button>
          </Popover.Target>
          <Popover.Dropdown p="xs">
            <Suspense fallback={null}>
              <QrCode text={url} label={texts.qrLabel(url)} />
            </Suspense>
          </Popover.Dropdown>
        </Popover>
      </Group>
      <Text size="xs" c="dimmed">
        {listener} {isLoopback && `· ${texts.loopback}`}
      </Text>
    </li>
  );
}

function Snippets({ address, clientId }: { address: ConnectAddress; clientId: string | undefined }) {
  const snippets = snippetsFor(address, clientId);
  return (
    <Tabs defaultValue={snippets[0]?.name ?? null} mt="xs">
      <Tabs.List>
        {snippets.map(({ name }) => (
          <Tabs.Tab key={name} value={name}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {snippets.map(({ name, text }) => (
        <Tabs.Panel key={name} value={name} pt="xs">
          <Stack gap="xs" align="flex-start">
            {/* It scrolls, and keys have to reach it. */}
            <Code block tabIndex={0} w="100%" className={styles.snippet ?? ''}>
              {text}
            </Code>
            <CopyText text={text} what={name} />
          </Stack>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function CopyText({ text, what = text }: { text: string; what?: string }) {
  const texts = useTexts(connectTexts);
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button size="compact-xs" variant="default" onClick={copy} aria-label={texts.copy(what)}>
          {copied ? texts.copied : texts.copy('').trim()}
        </Button>
      )}
    </CopyButton>
  );
}
