import { NativeSelect, Stack, Text } from '@mantine/core';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { useKindName } from '../../shared/ui/channel-kinds.ts';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { TemplateEditor } from './template-editor.tsx';
import { type TemplatePlace, useChannelIds, useTemplates } from './template-queries.ts';
import styles from './templates.module.css';
import { templateTexts } from './templates.texts.ts';

type Kind = keyof (typeof templateTexts)['en']['kinds'];

/** Which message, and for whom; then its words. */
export function TemplateWorkshop() {
  const texts = useTexts(templateTexts);
  const shown = useLanguage();
  const nameOf = useKindName();
  const query = useTemplates();
  const channelIds = useChannelIds();
  const [search, change] = usePageSearch<'channel' | 'language' | 'kind'>();
  const place: TemplatePlace = {
    channel: search.channel ?? 'default',
    language: search.language === 'en' || search.language === 'zh' ? search.language : shown,
    kind: search.kind ?? 'trigger',
  };
  return (
    <QueryView query={query}>
      {({ data, kinds, channels, variables }) => {
        const storedFor = (one: TemplatePlace) =>
          data.find(
            ({ channel, language, kind }) =>
              channel === one.channel && language === one.language && kind === one.kind,
          );
        const marked = (one: Partial<TemplatePlace>, label: string) => {
          const has = data.some(
            (stored) =>
              stored.channel === (one.channel ?? place.channel) &&
              (one.language === undefined || stored.language === one.language) &&
              (one.kind === undefined || stored.kind === one.kind),
          );
          return has ? `${label} ● ${texts.own}` : label;
        };
        const ids =
          channelIds.includes(place.channel) || !place.channel.includes(':')
            ? channelIds
            : [...channelIds, place.channel];
        return (
          <Stack gap="md">
            <Text size="sm" c="dimmed">
              {texts.about}
            </Text>
            <div className={styles.place}>
              <NativeSelect
                size="xs"
                label={texts.channel}
                value={place.channel}
                onChange={({ currentTarget }) => change({ channel: currentTarget.value })}
                data={[
                  { value: 'default', label: marked({ channel: 'default' }, texts.everyChannel) },
                  {
                    group: texts.kindsOf,
                    items: channels.map((one) => ({
                      value: one,
                      label: marked({ channel: one }, nameOf(one)),
                    })),
                  },
                  {
                    group: texts.oneChannel,
                    items: ids.map((id) => ({ value: id, label: marked({ channel: id }, id) })),
                  },
                ]}
              />
              <NativeSelect
                size="xs"
                label={texts.language}
                value={place.language}
                onChange={({ currentTarget }) => change({ language: currentTarget.value })}
                data={(['en', 'zh'] as const).map((one) => ({
                  value: one,
                  label: marked({ language: one }, texts.languages[one]),
                }))}
              />
              <NativeSelect
                size="xs"
                label={texts.message}
                value={place.kind}
                onChange={({ currentTarget }) => change({ kind: currentTarget.value })}
                data={kinds.map((one) => ({
                  value: one,
                  label: marked({ language: place.language, kind: one }, texts.kinds[one as Kind] ?? one),
                }))}
              />
            </div>
            <TemplateEditor
              key={`${place.channel} ${place.language} ${place.kind}`}
              place={place}
              stored={storedFor(place)}
              variables={variables}
            />
          </Stack>
        );
      }}
    </QueryView>
  );
}
