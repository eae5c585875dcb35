import { Button, Checkbox, Code, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { EmqxImportRow } from '../../../../src/api/contract.ts';
import { yamlText } from '../../shared/code/yaml-text.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { DeviceText, visibleText } from '../../shared/ui/device-text.tsx';
import { StateMark, type StateTone } from '../../shared/ui/state-mark.tsx';
import { isOpen, offerKey, type Ticks, withOffer, withRow } from './emqx-choice.ts';
import { emqxImportTexts } from './emqx-import.texts.ts';
import styles from './emqx-row.module.css';
import { whyOf } from './row-words.ts';

const TONES: Readonly<Record<EmqxImportRow['verdict'], StateTone>> = {
  same: 'good',
  adapted: 'warning',
  not_supported: 'off',
};

interface EmqxRowProps {
  readonly row: EmqxImportRow;
  readonly ticks: Ticks;
  readonly onTicks: (change: (ticks: Ticks) => Ticks) => void;
}

/** One thing of EMQX: whether it is taken over, what becomes of it and why. */
export function EmqxRow({ row, ticks, onTicks }: EmqxRowProps) {
  const texts = useTexts(emqxImportTexts);
  const language = useLanguage();
  const [isShown, setShown] = useState(false);
  const sentences = whyOf(row, language, texts);
  const effect = texts.effects[row.what];
  return (
    <>
      <Table.Tr>
        <Table.Td>
          <Checkbox
            aria-label={texts.take(row.id)}
            checked={isOpen(row) && ticks.rows.has(row.id)}
            disabled={!isOpen(row)}
            onChange={({ currentTarget: { checked } }) => onTicks((before) => withRow(before, row, checked))}
          />
        </Table.Td>
        <Table.Td className={styles.word ?? ''}>
          <StateMark tone={TONES[row.verdict]}>{texts.verdicts[row.verdict]}</StateMark>
        </Table.Td>
        <Table.Td className={styles.word ?? ''}>
          {texts.types[row.type as keyof typeof texts.types] ?? row.type}
        </Table.Td>
        <Table.Td className={styles.name ?? ''}>
          <DeviceText text={row.name} />
        </Table.Td>
        <Table.Td>
          <Stack gap={8} align="flex-start" py={row.offers.length > 0 ? 6 : 0}>
            {(effect !== '' || sentences.length > 0) && (
              <Text size="sm" component="div">
                {effect !== '' && (
                  <Text span inherit c="dimmed">
                    {effect}
                    {sentences.length > 0 && ' · '}
                  </Text>
                )}
                {sentences.map((sentence, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: they keep their places
                  <span key={index}>
                    {index > 0 && <br />}
                    <bdi className={styles.sentence}>{visibleText(sentence.slice(0, 600))}</bdi>
                  </span>
                ))}
              </Text>
            )}
            {row.offers.map((offer) => (
              <Checkbox
                key={offer.id}
                label={language === 'zh' ? offer.message_zh : offer.message}
                checked={ticks.offers.has(offerKey(row, offer))}
                disabled={!isOpen(row)}
                onChange={({ currentTarget: { checked } }) =>
                  onTicks((before) => withOffer(before, row, offer, checked))
                }
              />
            ))}
          </Stack>
        </Table.Td>
        <Table.Td>
          <Button
            size="compact-sm"
            variant="subtle"
            aria-expanded={isShown}
            aria-label={`${isShown ? texts.hide : texts.preview}: ${row.id}`}
            onClick={() => setShown(!isShown)}
          >
            {isShown ? texts.hide : texts.preview}
          </Button>
        </Table.Td>
      </Table.Tr>
      {isShown && (
        <Table.Tr>
          <Table.Td />
          <Table.Td colSpan={5}>
            <Preview row={row} ticks={ticks} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

/** As it is there, and as it would be here with the offers that are ticked. */
function Preview({ row, ticks }: Pick<EmqxRowProps, 'row' | 'ticks'>) {
  const texts = useTexts(emqxImportTexts);
  const offered = row.offers.findLast((offer) => ticks.offers.has(offerKey(row, offer)));
  const becomes = offered?.becomes ?? row.becomes;
  return (
    <div className={styles.pair}>
      <Side title={texts.inEmqx} text={row.original === null ? '–' : yamlText(row.original)} />
      <Side
        title={texts.here}
        text={becomes.map(({ kind, item }) => `# ${kind}\n${yamlText(item)}`).join('\n') || texts.notHere}
      />
    </div>
  );
}

function Side({ title, text }: { title: string; text: string }) {
  const shown = text
    .split('\n')
    .map(
      (line) => line.replace(/^ */, '') && `${/^ */.exec(line)?.[0] ?? ''}${visibleText(line.trimStart())}`,
    )
    .join('\n');
  return (
    <div>
      <Text size="xs" c="dimmed">
        {title}
      </Text>
      {/* It scrolls, and keys have to reach it. */}
      <Code block className={styles.text ?? ''} tabIndex={0}>
        {shown}
      </Code>
    </div>
  );
}
