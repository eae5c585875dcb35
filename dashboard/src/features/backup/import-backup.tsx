import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { BackupHistoryCounts, BackupPlan, BackupResult } from '../../../../src/api/contract.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { FileDrop } from '../../shared/ui/file-drop.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { backupTexts } from './backup.texts.ts';
import { type BackupFile, HistoryFault, openBackupFile } from './backup-file.ts';
import { HISTORY, historyEntry, importHistory, planHistory } from './backup-history.ts';
import { type Chosen, importBackup, planImport } from './backups.ts';
import { ImportResult } from './import-result.tsx';
import { PassphraseForm } from './passphrase-form.tsx';
import { PlanTable } from './plan-table.tsx';

interface Opened {
  readonly file: BackupFile;
  readonly plan: BackupPlan;
  readonly history: BackupHistoryCounts | undefined;
  readonly passphrase: string | undefined;
}

interface Done {
  readonly objects: BackupResult;
  readonly history: BackupHistoryCounts | undefined;
}

/** A file, its plan, and what became of it. */
export function ImportBackup() {
  const texts = useTexts(backupTexts);
  const [opened, setOpened] = useState<Opened>();
  const [done, setDone] = useState<Done>();
  const [problem, setProblem] = useState<Error>();
  const [isReading, setReading] = useState(false);
  const [share, setShare] = useState<number>();

  async function plan(file: BackupFile, passphrase: string | undefined): Promise<void> {
    const planned = await planImport({ document: file.document, passphrase });
    const history = await planHistory(file, setShare).finally(() => setShare(undefined));
    setOpened({ file, plan: planned, history, passphrase });
  }

  async function read(file: File): Promise<void> {
    setReading(true);
    setProblem(undefined);
    setOpened(undefined);
    setDone(undefined);
    try {
      await plan(await openBackupFile(file), undefined);
    } catch (error) {
      const words = error instanceof HistoryFault ? new Error(texts.historyFault) : error;
      setProblem(words instanceof Error ? words : new Error(String(words)));
    } finally {
      setReading(false);
    }
  }

  async function apply({ file, passphrase }: Opened, chosen: readonly Chosen[]): Promise<void> {
    const objects = chosen.filter(({ kind }) => kind !== HISTORY.kind);
    const hasHistory = objects.length < chosen.length;
    // First: a user of the backup may be the one who is signed in here, with another password.
    const history = hasHistory
      ? await importHistory(file, setShare).finally(() => setShare(undefined))
      : undefined;
    const results =
      objects.length > 0
        ? await importBackup({ document: file.document, passphrase, only: objects })
        : { results: [] };
    setDone({ objects: results, history });
    // It may have changed anything.
    await queryClient.invalidateQueries();
    await plan(file, passphrase);
  }

  const history = opened?.history;
  return (
    <Section title={texts.restore} about={texts.restoreAbout}>
      <FileDrop
        label={texts.drop}
        choose={texts.choose}
        accept=".yaml,.yml,.json"
        onFile={(file) => void read(file)}
        isBusy={isReading}
      />
      {share !== undefined && (
        <Text size="sm" c="dimmed" role="status">
          {texts.historyProgress(Math.floor(share * 100))}
        </Text>
      )}
      {problem && <ProblemView problem={problem} />}
      {done && <ImportResult result={done.objects} history={done.history} />}
      {opened && (
        <Stack gap="xs">
          <Text size="sm" c="dimmed" component="div">
            {texts.about(opened.plan.node, opened.plan.version)}{' '}
            {Number.isNaN(Date.parse(opened.plan.created_at)) ? '–' : <Moment at={opened.plan.created_at} />}
          </Text>
          {opened.plan.contains_secrets === 'sealed' && (
            <PassphraseForm
              isOpen={opened.passphrase !== undefined}
              onPassphrase={(passphrase) => plan(opened.file, passphrase)}
            />
          )}
          <PlanTable
            key={JSON.stringify([opened.plan.entries.length, opened.passphrase !== undefined])}
            entries={[...opened.plan.entries, ...(history ? [historyEntry(history)] : [])]}
            history={history}
            onApply={(chosen) => apply(opened, chosen)}
          />
        </Stack>
      )}
    </Section>
  );
}
