import { Button, Menu, Switch, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { Silence } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useShortcut } from '../../shared/keys/use-shortcut.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useMay } from '../../shared/session/session.ts';
import { DataTable } from '../../shared/table/data-table.tsx';
import type { DataColumn } from '../../shared/table/table-column.ts';
import type { RowTone } from '../../shared/table/table-row.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { FileMark } from '../../shared/ui/file-lock.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { showUndo } from '../../shared/ui/undo-toast.tsx';
import { useActorName } from '../alerts/alert-parts.tsx';
import { MatcherText, matcherLine } from './matcher-text.tsx';
import { SilenceForm } from './silence-form.tsx';
import { refreshSilences, useSilences } from './silence-queries.ts';
import styles from './silences.module.css';
import { silenceTexts } from './silences.texts.ts';

/** Who is quiet, until when, why; and what that hides at this moment. */
export function SilenceList() {
  const texts = useTexts(silenceTexts);
  const [{ over, new: isNew }, change] = usePageSearch<'over' | 'new'>();
  const query = useSilences(over === '1');
  const [editing, setEditing] = useState<Silence>();
  const mayAct = useMay('operator');
  const columns = useSilenceColumns();
  useShortcut('n', texts.newSilence, () => change({ new: '1' }, 'push'), { enabled: mayAct });

  const end = useCallback(
    async (silence: Silence, how: 'expire' | 'delete') => {
      const path = `/silences/${encodeURIComponent(silence.id)}`;
      if (how === 'expire') await api.post(`${path}/expire`);
      else await api.delete(path);
      refreshSilences();
      const { matchers, ends_at, until_resolved, reason, starts_at } = silence;
      showUndo({
        message: how === 'expire' ? texts.expired : texts.deleted,
        undo: async () => {
          const isToCome = silence.state === 'pending';
          await api.post('/silences', {
            matchers,
            ends_at,
            until_resolved,
            reason,
            ...(isToCome && { starts_at }),
          });
          refreshSilences();
        },
      });
    },
    [texts],
  );
  const menu = useCallback(
    (silence: Silence) => {
      const isFixed = silence.file !== undefined;
      const isOff = !mayAct || silence.state === 'expired';
      return (
        <>
          <Menu.Item disabled={isOff} onClick={() => setEditing(silence)}>
            {texts.edit}
          </Menu.Item>
          <Menu.Item disabled={isOff || isFixed} onClick={() => void end(silence, 'expire')}>
            {texts.expire}
          </Menu.Item>
          <Menu.Item disabled={!mayAct || isFixed} onClick={() => void end(silence, 'delete')}>
            {texts.delete}
          </Menu.Item>
        </>
      );
    },
    [mayAct, texts, end],
  );
  return (
    <section aria-label={texts.silences}>
      <QueryView query={query}>
        {({ data }) => (
          <DataTable
            name="silences"
            label={texts.silences}
            columns={columns}
            rows={data}
            rowId={idOf}
            rowName={lineOf}
            view={`${over} ${data.length}`}
            sorting="here"
            onOpen={(silence) => {
              if (mayAct && silence.state !== 'expired') setEditing(silence);
            }}
            menu={menu}
            tone={toneOf}
            card={cardOf}
            toolbar={
              <Switch
                size="xs"
                mt={7}
                label={texts.showOver}
                checked={over === '1'}
                onChange={({ currentTarget }) => change({ over: currentTarget.checked ? '1' : undefined })}
              />
            }
            empty={<EmptyState>{texts.emptySilences}</EmptyState>}
            maxHeight={420}
          />
        )}
      </QueryView>
      <SilenceForm
        silence={editing}
        opened={editing !== undefined || (isNew !== undefined && mayAct)}
        onClose={() => {
          setEditing(undefined);
          change({ new: undefined });
        }}
      />
    </section>
  );
}

/** In the head of the page. */
export function NewSilenceButton() {
  const texts = useTexts(silenceTexts);
  const [, change] = usePageSearch<'new'>();
  return (
    <ForRole role="operator">
      <Button onClick={() => change({ new: '1' }, 'push')}>{texts.newSilence}</Button>
    </ForRole>
  );
}

function idOf({ id }: Silence): string {
  return id;
}

function lineOf({ matchers }: Silence): string {
  return matcherLine(matchers);
}

function toneOf({ state }: Silence): RowTone | undefined {
  return state === 'active' ? 'silenced' : undefined;
}

function cardOf(silence: Silence) {
  return (
    <span className={styles.card}>
      <span>
        <MatcherText matchers={silence.matchers} />
        <FileMark file={silence.file} />
      </span>
      <span className={styles.matchers}>
        <StateText state={silence.state} />
        <UntilText silence={silence} />
        <Hides hides={silence.hides} />
      </span>
      {silence.reason !== '' && <bdi>{silence.reason}</bdi>}
    </span>
  );
}

export function StateText({ state }: { state: 'active' | 'pending' | 'expired' | 'disabled' }) {
  const { states } = useTexts(silenceTexts);
  return (
    <span className={state === 'active' ? styles.active : styles.dimmed}>
      {state === 'active' && <span aria-hidden="true">‖ </span>}
      {states[state]}
    </span>
  );
}

function UntilText({ silence }: { silence: Silence }) {
  const texts = useTexts(silenceTexts);
  const formats = useFormats();
  const nameOf = useActorName();
  const { ends_at: end, until_resolved: untilResolved, ended_at: ended, ended_by: by } = silence;
  if (ended !== null)
    return (
      <span className={styles.dimmed}>
        {formats.time(ended, 'minute')} · {by === null ? texts.endedAlone : texts.endedBy(nameOf(by))}
      </span>
    );
  if (end === null) return <>{texts.openEnd}</>;
  return (
    <>
      {formats.time(end, 'minute')}
      {untilResolved && ` ${texts.orRecovery}`}
    </>
  );
}

/** How many it hides, as a link to one of them. */
export function Hides({ hides }: { hides: Silence['hides'] }) {
  const texts = useTexts(silenceTexts);
  const formats = useFormats();
  const [first] = hides.alerts;
  if (hides.count === 0 || first === undefined) return <span className={styles.dimmed}>{texts.nothing}</span>;
  return (
    <Link to="/alerts/detail" search={{ id: first } as never}>
      {texts.alerts(hides.count, formats.number(hides.count))}
    </Link>
  );
}

function useSilenceColumns(): readonly DataColumn<Silence>[] {
  const texts = useTexts(silenceTexts);
  const nameOf = useActorName();
  return useMemo(
    (): readonly DataColumn<Silence>[] => [
      {
        id: 'what',
        header: texts.what,
        width: 280,
        grows: true,
        cell: ({ matchers, file }) => (
          <>
            <MatcherText matchers={matchers} />
            <FileMark file={file} />
          </>
        ),
        value: ({ matchers }) => matcherLine(matchers),
      },
      {
        id: 'state',
        header: texts.state,
        width: 90,
        isSortable: true,
        cell: ({ state }) => <StateText state={state} />,
        value: ({ state }) => state,
      },
      {
        id: 'until',
        header: texts.until,
        width: 180,
        isSortable: true,
        cell: (silence) => <UntilText silence={silence} />,
        value: ({ ended_at: ended, ends_at: end }) => ended ?? end,
      },
      {
        id: 'why',
        header: texts.why,
        width: 180,
        grows: true,
        cell: ({ reason }) => (reason === '' ? <Text c="dimmed">–</Text> : <bdi>{reason}</bdi>),
        value: ({ reason }) => reason,
      },
      {
        id: 'who',
        header: texts.who,
        width: 110,
        isSortable: true,
        cell: ({ created_by: by }) => <bdi>{nameOf(by)}</bdi>,
        value: ({ created_by: by }) => by,
      },
      {
        id: 'hides',
        header: texts.hides,
        width: 100,
        isSortable: true,
        cell: ({ hides }) => <Hides hides={hides} />,
        value: ({ hides }) => hides.count,
      },
    ],
    [texts, nameOf],
  );
}
