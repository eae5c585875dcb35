import { Alert, List } from '@mantine/core';
import type { BackupHistoryCounts, BackupResult } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { backupTexts } from './backup.texts.ts';

interface ImportResultProps {
  readonly result: BackupResult;
  /** Of alerts that were brought along. */
  readonly history?: BackupHistoryCounts | undefined;
}

/** What became of an import. */
export function ImportResult({ result: { results }, history }: ImportResultProps) {
  const texts = useTexts(backupTexts);
  const formats = useFormats();
  const failed = results.filter(({ what }) => what === 'failed');
  const isClean = failed.length === 0 && (history?.refused ?? 0) === 0;
  return (
    <Alert variant="light" color={isClean ? 'teal' : 'yellow'} role="status">
      {(results.length > 0 || !history) && texts.done(results.length - failed.length)}{' '}
      {history && texts.historyDone(formats.number(history.added), history.added)}{' '}
      {failed.length > 0 && texts.failed(failed.length)}
      <List size="sm">
        {failed.map(({ kind, id, reason = '' }) => (
          <List.Item key={`${kind} ${id}`}>
            <DeviceText text={`${kind} ${id}: ${reason}`} longest={600} />
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
