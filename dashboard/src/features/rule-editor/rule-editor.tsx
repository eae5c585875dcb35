import { Alert, Stack, Text } from '@mantine/core';
import { useBlocker, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Rule } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import type { CodeHandle } from '../../shared/code/code-editor-props.ts';
import { SqlEditor } from '../../shared/code/sql-editor.tsx';
import { useShortcut } from '../../shared/keys/use-shortcut.ts';
import { useMay } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { BacktestDrawer } from '../backtests/backtest-drawer.tsx';
import { type RuleBody, ruleBody } from '../rules/rule-changes.ts';
import { refreshRules, rulePath, ruleQuery } from '../rules/rule-queries.ts';
import { editorTexts } from './editor.texts.ts';
import { EditorBar } from './editor-bar.tsx';
import { EditorHead, FileNote } from './editor-head.tsx';
import { useSqlWords } from './editor-words.ts';
import { OutputsPanel } from './outputs-panel.tsx';
import { ResultPanel } from './result-panel.tsx';
import { useRuleCheck } from './rule-check.ts';
import { ruleRequest, useRuleDraft } from './rule-draft.ts';
import styles from './rule-editor.module.css';
import { runKey, useRuleRun } from './rule-run.ts';
import { templateVariables } from './rule-variables.ts';
import { firstSample, type Sample, useSampleEvents } from './sample.ts';
import { SamplePanel } from './sample-panel.tsx';
import { ConflictDialog, ReviewDialog } from './save-dialogs.tsx';
import { SqlProblems } from './sql-problems.tsx';

interface RuleEditorProps {
  /** Undefined: a new one. */
  readonly stored: Rule | undefined;
  readonly initial: RuleBody;
  /** The event that it is tried on first. */
  readonly eventId: string | undefined;
  /** A new one was stored under this id, which the address says next. */
  readonly onCreated: (id: string) => void;
}

/** A rule: its statement and outputs, a sample, and what comes of it and why. */
export function RuleEditor({ stored, initial, eventId, onCreated }: RuleEditorProps) {
  const texts = useTexts(editorTexts);
  const navigate = useNavigate();
  const { draft, base, isDirty, change, adopt } = useRuleDraft(stored, initial);
  const [sample, setSample] = useState<Sample>({ kind: 'recorded', id: eventId });
  const [theirs, setTheirs] = useState<Rule>();
  const [problem, setProblem] = useState<Error>();
  const [isReviewing, setReviewing] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [isBacktesting, setBacktesting] = useState(false);
  const sqlHandle = useRef<CodeHandle>(null);
  const mayChange = useMay('editor');
  const readOnly = !mayChange || base?.file !== undefined;

  const events = useSampleEvents(draft.sql);
  const words = useSqlWords(events.latest);
  const checked = useRuleCheck(draft);
  const run = useRuleRun();
  const variables = useMemo(
    () => templateVariables(checked.check?.row_names, run.explanation?.rows?.[0], events.kinds),
    [checked.check, run.explanation, events.kinds],
  );

  // What was stored elsewhere is taken over while nothing is written here.
  const isChangedElsewhere =
    stored !== undefined && base !== undefined && stored.last_modified_at !== base.last_modified_at;
  useEffect(() => {
    if (isChangedElsewhere && !isDirty && stored) adopt(stored);
  }, [isChangedElsewhere, isDirty, stored, adopt]);

  const isLeaving = useRef(false);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && !isLeaving.current && placeOf(current) !== placeOf(next),
    enableBeforeUnload: isDirty,
    withResolver: true,
  });

  const runNow = async (on: Sample = sample): Promise<void> => {
    if (!mayChange) return;
    const isChosen = on.kind !== 'recorded' || on.id !== undefined;
    const ready = isChosen ? on : await firstSample(events);
    if (!isChosen) setSample(ready);
    await run.run(draft, ready);
  };

  const keep = async (): Promise<void> => {
    setReviewing(false);
    setSaving(true);
    setProblem(undefined);
    try {
      const body = ruleRequest(draft);
      const saved = base
        ? await api.put<Rule>(rulePath(base.id), body)
        : await api.post<Rule>('/rules', body);
      queryClient.setQueryData(ruleQuery(saved.id).queryKey, saved);
      adopt(saved);
      setTheirs(undefined);
      showDone(texts.savedAs(saved.name || saved.id));
      void refreshRules();
      if (!base) {
        isLeaving.current = true;
        onCreated(saved.id);
        await navigate({ to: '/rules/edit' as string, search: { id: saved.id } as never, replace: true });
        isLeaving.current = false;
      }
    } catch (error) {
      setProblem(error instanceof Error ? error : new Error(String(error)));
    } finally {
      setSaving(false);
    }
  };
  /** Whether somebody stored another one since: it is then shown beside this one. */
  const isOvertaken = async (seen: Rule): Promise<boolean> => {
    try {
      const now = await api.get<Rule>(rulePath(seen.id));
      if (now.last_modified_at === seen.last_modified_at) return false;
      setTheirs(now);
      return true;
    } catch {
      // It was deleted meanwhile, or nobody answers: storing it says so, or makes it again.
      return false;
    }
  };
  const saveOver = async (): Promise<void> => {
    if (theirs && !(await isOvertaken(theirs))) await keep();
  };
  const save = async (): Promise<void> => {
    if (readOnly || isSaving) return;
    if (!base || isReviewing) return keep();
    if (isDirty && !(await isOvertaken(base))) setReviewing(true);
  };

  useShortcut('mod+s', texts.save, (event) => {
    event.preventDefault();
    void save();
  });
  useShortcut('mod+Enter', texts.run, () => void runNow());
  useShortcut('mod+shift+b', texts.backtest, () => setBacktesting(true));

  return (
    <Stack gap="sm" className={styles.editor ?? ''}>
      {base?.file !== undefined && <FileNote rule={draft} file={base.file} />}
      {isChangedElsewhere && isDirty && (
        <Alert color="yellow" variant="light" p="xs">
          {texts.changedBanner}
        </Alert>
      )}
      <EditorHead draft={draft} isNew={base === undefined} readOnly={readOnly} onChange={change} />
      <div className={styles.columns}>
        <Stack gap="md" miw={0}>
          <div>
            <Text fw={600} mb={4}>
              {texts.sql}
            </Text>
            <SqlEditor
              label={texts.sql}
              value={draft.sql}
              onChange={(sql) => change({ sql })}
              readOnly={readOnly}
              words={words}
              problems={checked.problems}
              minLines={8}
              maxLines={24}
              onRun={() => void runNow()}
              handle={sqlHandle}
            />
            <SqlProblems
              checked={checked}
              onShow={(from, to) => sqlHandle.current?.select(from, to)}
              onFix={
                readOnly || !checked.isFresh
                  ? undefined
                  : ({ start, end, insert }) =>
                      change({ sql: draft.sql.slice(0, start) + insert + draft.sql.slice(end) })
              }
            />
          </div>
          <OutputsPanel
            draft={draft}
            onChange={change}
            checked={checked}
            variables={variables}
            readOnly={readOnly}
          />
        </Stack>
        <Stack gap="md" miw={0}>
          <SamplePanel
            sample={sample}
            onChange={setSample}
            events={events}
            isRunning={run.isRunning}
            onRun={(on) => void runNow(on)}
            onStop={run.stop}
          />
          <ResultPanel
            run={run}
            isStale={run.explanation !== undefined && run.of !== runKey(draft, sample)}
            draft={draft}
            sample={sample}
          />
        </Stack>
      </div>
      {problem && <ProblemView problem={problem} />}
      <EditorBar
        checked={checked}
        isDirty={isDirty}
        isNew={base === undefined}
        isRunning={run.isRunning}
        isSaving={isSaving}
        isFile={base?.file !== undefined}
        onRun={() => void runNow()}
        onBacktest={() => setBacktesting(true)}
        onSave={() => void save()}
      />
      <BacktestDrawer
        rule={{ id: base?.id, sql: draft.sql, alert: draft.alert, actions: draft.actions }}
        opened={isBacktesting}
        onClose={() => setBacktesting(false)}
      />
      <ConflictDialog
        theirs={theirs}
        mine={ruleRequest(draft)}
        onSave={() => void saveOver()}
        onTake={(taken) => {
          adopt(taken);
          setTheirs(undefined);
        }}
        onClose={() => setTheirs(undefined)}
      />
      {base && (
        <ReviewDialog
          opened={isReviewing}
          before={ruleBody(base)}
          after={ruleRequest(draft)}
          onSave={() => void keep()}
          onClose={() => setReviewing(false)}
        />
      )}
      <ConfirmDialog
        opened={blocker.status === 'blocked'}
        onClose={() => blocker.reset?.()}
        title={texts.leaveTitle}
        action={texts.leave}
        onConfirm={() => blocker.proceed?.()}
      >
        {texts.leaveText}
      </ConfirmDialog>
    </Stack>
  );
}

/** Another rule is another place, although its page is the same. */
function placeOf({ pathname, search }: { pathname: string; search: object }): string {
  return `${pathname} ${'id' in search ? String(search.id) : ''}`;
}
