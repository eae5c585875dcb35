import { Button, Select, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Ban } from '../../../../src/api/contract.ts';
import { FormDialog } from '../../shared/forms/form-dialog.tsx';
import { useSession } from '../../shared/session/session.ts';
import { DataTable } from '../../shared/table/data-table.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { FileMark } from '../../shared/ui/file-lock.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { showUndo } from '../../shared/ui/undo-toast.tsx';
import { accessTexts } from './access.texts.ts';
import { addBan, liftBan, useBans } from './bans.ts';

const KINDS = ['clientid', 'username', 'peerhost', 'clientid_re', 'username_re', 'peerhost_net'] as const;
const HOUR = 3_600_000;
const TIMES = { forHour: HOUR, forDay: 24 * HOUR, forWeek: 7 * 24 * HOUR } as const;

const idOf = ({ as, who }: Ban) => `${as} ${who}`;
const nameOf = ({ who }: Ban) => who;

/** Who is kept out. */
export function Bans() {
  const texts = useTexts(accessTexts);
  const query = useBans();
  const [isAdding, setAdding] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const pages = query.data?.pages;
  const rows = useMemo(() => pages?.flatMap(({ data }) => data) ?? [], [pages]);
  const columns = useMemo(
    () => [
      {
        id: 'who',
        header: texts.who,
        cell: ({ who, file }: Ban) => (
          <>
            <DeviceText text={who} />
            <FileMark file={file} />
          </>
        ),
        value: ({ who }: Ban) => who,
        width: 240,
        grows: true,
        onPhone: true,
      },
      {
        id: 'as',
        header: texts.banWhat,
        cell: ({ as }: Ban) => texts.banKinds[as],
        value: ({ as }: Ban) => as,
        width: 170,
      },
      {
        id: 'until',
        header: texts.until,
        cell: ({ until }: Ban) => (until === 'infinity' ? texts.infinity : <Moment at={until} />),
        value: ({ until }: Ban) => until,
        width: 160,
        onPhone: true,
      },
      {
        id: 'reason',
        header: texts.reason,
        cell: ({ reason }: Ban) => <DeviceText text={reason} />,
        value: ({ reason }: Ban) => reason,
        width: 180,
      },
      {
        id: 'by',
        header: texts.by,
        cell: ({ by }: Ban) => <DeviceText text={by} />,
        value: ({ by }: Ban) => by,
        width: 130,
      },
      {
        id: 'lift',
        header: texts.actions,
        cell: (ban: Ban) => (
          <ForRole role="administrator" file={ban.file}>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${texts.lift}: ${ban.who}`}
              onClick={() => {
                setProblem(undefined);
                liftBan(ban).then(
                  () => showUndo({ message: texts.lifted(ban.who), undo: () => addBan(draftOf(ban)) }),
                  setProblem,
                );
              }}
            >
              {texts.lift}
            </Button>
          </ForRole>
        ),
        width: 90,
        onPhone: true,
      },
    ],
    [texts],
  );
  return (
    <Section title={texts.bans} about={texts.bansAbout}>
      {problem && <ProblemView problem={problem} />}
      {query.error && !query.data ? (
        <ProblemView problem={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          name="bans"
          label={texts.bans}
          columns={columns}
          rows={rows}
          rowId={idOf}
          rowName={nameOf}
          view=""
          sorting="server"
          total={pages?.[0]?.meta.count}
          more={{
            hasMore: query.hasNextPage,
            isLoading: query.isFetching,
            load: () => void query.fetchNextPage(),
          }}
          empty={query.isPending ? undefined : <EmptyState>{texts.noBans}</EmptyState>}
          toolbar={
            <ForRole role="administrator">
              <Button onClick={() => setAdding(true)}>{texts.addBan}</Button>
            </ForRole>
          }
        />
      )}
      {isAdding && <BanDialog onClose={() => setAdding(false)} />}
    </Section>
  );
}

function draftOf({ as, who, by, reason, until }: Ban) {
  return { as, who, by, reason, until };
}

function BanDialog({ onClose }: { onClose: () => void }) {
  const texts = useTexts(accessTexts);
  const { data: session } = useSession();
  const [as, setAs] = useState<Ban['as']>('clientid');
  const [who, setWho] = useState('');
  const [reason, setReason] = useState('');
  const [time, setTime] = useState<keyof typeof TIMES | 'forever'>('forDay');
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={texts.addBan}
      action={texts.addBan}
      fields={['who', 'reason']}
      isReady={who !== ''}
      onSubmit={() =>
        addBan({
          as,
          who,
          reason,
          until: time === 'forever' ? 'infinity' : new Date(Date.now() + TIMES[time]).toISOString(),
          ...(session && { by: session.username }),
        })
      }
    >
      {(error) => (
        <>
          <Select
            label={texts.banWhat}
            data={KINDS.map((kind) => ({ value: kind, label: texts.banKinds[kind] }))}
            value={as}
            allowDeselect={false}
            onChange={(kind) => kind && setAs(kind as Ban['as'])}
          />
          <TextInput
            data-autofocus
            label={texts.who}
            autoComplete="off"
            value={who}
            error={error('who')}
            onChange={({ currentTarget }) => setWho(currentTarget.value)}
          />
          <Select
            label={texts.until}
            data={(['forHour', 'forDay', 'forWeek', 'forever'] as const).map((value) => ({
              value,
              label: texts[value],
            }))}
            value={time}
            allowDeselect={false}
            onChange={(value) => value && setTime(value as typeof time)}
          />
          <TextInput
            label={texts.reason}
            value={reason}
            error={error('reason')}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </>
      )}
    </FormDialog>
  );
}
