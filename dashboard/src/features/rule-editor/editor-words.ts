import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RecordedEvent, RuleEvent, RuleFunction } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import type { SqlColumn, SqlWords } from '../../shared/code/sql-words.ts';
import { type Language, useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { editorTexts } from './editor.texts.ts';
import { eventName, eventsOfTopics } from './event-topics.ts';

const FOREVER = { staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY };

export function useRuleEvents() {
  return useQuery({
    queryKey: ['rule_events'],
    queryFn: ({ signal }) => api.get<RuleEvent[]>('/rule_events', {}, signal),
    ...FOREVER,
  });
}

function useRuleFunctions() {
  return useQuery({
    queryKey: ['rule_functions'],
    queryFn: ({ signal }) => api.get<RuleFunction[]>('/rule_functions', {}, signal),
    ...FOREVER,
  });
}

/** What the SQL editor completes; values of columns are those of the latest events. */
export function useSqlWords(latest: readonly RecordedEvent[] | undefined): SqlWords | undefined {
  const { data: events } = useRuleEvents();
  const { data: functions } = useRuleFunctions();
  const language = useLanguage();
  const { snippets } = useTexts(editorTexts);
  return useMemo(() => {
    if (!events || !functions) return undefined;
    const sources = events.map(({ event, title, description }) => ({
      topic: event,
      title: title[language],
      description: description[language],
    }));
    return {
      sources,
      functions: functions.map((one) => ({
        name: one.name,
        signatures: one.signatures.map(({ text }) => text),
        returns: one.returns,
        description: one.description[language],
        examples: one.examples,
      })),
      snippets: [
        {
          label: 'SELECT … "$events/client/disconnected"',
          detail: snippets.offline,
          template:
            'SELECT\n  clientid, username, peername, reason\nFROM\n  "$events/client/disconnected"\nWHERE\n  reason != \'normal\'',
        },
        {
          label: 'SELECT … "site/+/up"',
          detail: snippets.messages,
          template:
            'SELECT\n  clientid, payload.#{temp} as value\nFROM\n  "#{site/+/up}"\nWHERE\n  payload.#{temp} > #{80}',
        },
        {
          label: 'FOREACH … DO … INCASE',
          detail: snippets.foreach,
          template:
            'FOREACH payload.#{items} as item\nDO clientid, item.#{name} as name\nINCASE item.#{value} > #{5}\nFROM "#{up/#}"',
        },
      ],
      columnsOf: (topics) => columnsOf(eventsOfTopics(topics, events), latest ?? [], language),
    };
  }, [events, functions, latest, language, snippets]);
}

function columnsOf(
  events: readonly RuleEvent[],
  latest: readonly RecordedEvent[],
  language: Language,
): SqlColumn[] {
  const columns = new Map<string, SqlColumn>();
  for (const event of events) {
    const recorded = latest.find((one) => one.event === eventName(event))?.columns;
    for (const { name, type, description, example } of event.column_details) {
      if (columns.has(name)) continue;
      columns.set(name, {
        name,
        type,
        description: description[language],
        value: recorded?.[name] ?? example,
      });
    }
  }
  return [...columns.values()];
}
