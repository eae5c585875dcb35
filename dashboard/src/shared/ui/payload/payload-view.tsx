import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useCopy } from '../../clipboard/clipboard.ts';
import { useFormats } from '../../format/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { payloadTexts } from './payload.texts.ts';
import styles from './payload-view.module.css';
import { prettyJson } from './pretty-json.ts';
import { base64Of, hexOf, textOf, visibleText } from './visible-text.ts';

interface PayloadViewProps {
  /** Bytes, or a text. `bytesOfBase64` makes bytes of base64. */
  readonly payload: Uint8Array | string;
  /** What a file of it would be called. */
  readonly name?: string;
  /** Pixels; what is longer scrolls. */
  readonly maximumHeight?: number;
}

type Mode = 'text' | 'json' | 'hex' | 'base64';

/** Bytes that are shown; all can be downloaded. More text would make the page slow, and nobody reads it. */
const MOST_SHOWN = 64 * 1024;

/** What a stranger sent, as text, JSON, hex or base64; nothing in it can do more than be read. */
export function PayloadView({ payload, name = 'payload', maximumHeight = 400 }: PayloadViewProps) {
  const texts = useTexts(payloadTexts);
  const formats = useFormats();
  const clipboard = useCopy();
  const [chosen, choose] = useState<Mode>();
  const seen = useMemo(() => lookAt(payload), [payload]);
  const mode = chosen !== undefined && seen.modes.has(chosen) ? chosen : seen.best;
  const content = useMemo(() => render(seen, mode), [seen, mode]);
  if (seen.bytes.length === 0) return <Text c="dimmed">{texts.empty}</Text>;
  return (
    <Stack gap="xs" miw={0}>
      <Group gap="xs" justify="space-between">
        <SegmentedControl
          size="xs"
          aria-label={texts.how}
          value={mode}
          onChange={(value) => choose(value as Mode)}
          transitionDuration={0}
          data={[
            { value: 'text', label: texts.text, disabled: !seen.modes.has('text') },
            { value: 'json', label: 'JSON', disabled: !seen.modes.has('json') },
            { value: 'hex', label: 'Hex' },
            { value: 'base64', label: 'Base64' },
          ]}
        />
        <Group gap={4}>
          <Text size="xs" c="dimmed">
            {formats.bytes(seen.bytes.length)}
          </Text>
          <Button size="compact-xs" variant="subtle" onClick={() => clipboard.copy(whole(seen, mode))}>
            {clipboard.copied ? texts.copied : texts.copy}
          </Button>
          <Button size="compact-xs" variant="subtle" onClick={() => download(seen.bytes, name)}>
            {texts.download}
          </Button>
        </Group>
      </Group>
      <pre
        className={`${styles.content} ${mode === 'hex' ? styles.hex : ''}`}
        style={{ maxHeight: maximumHeight }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        tabIndex={0}
        dir="ltr"
      >
        {content}
      </pre>
      {seen.bytes.length > MOST_SHOWN && (
        <Text size="xs" c="dimmed">
          {texts.cut(formats.bytes(MOST_SHOWN), formats.bytes(seen.bytes.length))}
        </Text>
      )}
    </Stack>
  );
}

interface Seen {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** undefined: no UTF-8. */
  readonly text: string | undefined;
  readonly json: string | undefined;
  readonly modes: ReadonlySet<Mode>;
  readonly best: Mode;
}

function lookAt(payload: Uint8Array | string): Seen {
  const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : new Uint8Array(payload);
  const text = typeof payload === 'string' ? payload : textOf(bytes);
  // What is too long to be shown whole is not worth making pretty.
  const json = text !== undefined && bytes.length <= MOST_SHOWN ? prettyJson(text) : undefined;
  const modes = new Set<Mode>(['hex', 'base64']);
  if (text !== undefined) modes.add('text');
  if (json !== undefined) modes.add('json');
  const isStructure = json !== undefined && /^[[{]/.test(json);
  return { bytes, text, json, modes, best: isStructure ? 'json' : text === undefined ? 'hex' : 'text' };
}

function render({ bytes, text = '', json = '' }: Seen, mode: Mode): string {
  if (mode === 'json') return visibleText(json);
  if (mode === 'text') return visibleText(text.slice(0, MOST_SHOWN));
  const shown = bytes.subarray(0, MOST_SHOWN);
  return mode === 'hex' ? hexOf(shown) : base64Of(shown);
}

function whole({ bytes, text = '', json = '' }: Seen, mode: Mode): string {
  if (mode === 'json') return json;
  if (mode === 'text') return text;
  return mode === 'hex' ? hexOf(bytes) : base64Of(bytes);
}

function download(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
