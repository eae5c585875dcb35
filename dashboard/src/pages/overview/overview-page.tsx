import { isRangeName } from '../../features/figures/figure-history.ts';
import { overviewTexts } from '../../features/overview/overview.texts.ts';
import { StateSentence, useIsStateKnown } from '../../features/overview/state-sentence.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { useIsPainted } from '../../shared/ui/after-paint.ts';
import { Page } from '../../shared/ui/page.tsx';
import { OverviewDetails } from './overview-details.tsx';

/** Milliseconds for which all the rest waits for the sentence. */
const LONGEST_WAIT = 1_000;

/** In three seconds: is everything all right, and if not, where to click. */
export function OverviewPage() {
  const texts = useTexts(overviewTexts);
  const [search, change] = usePageSearch<'range'>();
  const isTold = useIsPainted(useIsStateKnown(), LONGEST_WAIT);
  return (
    <Page
      title={texts.title}
      head={<StateSentence />}
      actions={<CodeMenu call={{ method: 'GET', path: '/monitor_current' }} cli="tocsin status" />}
    >
      {isTold && (
        <OverviewDetails
          range={isRangeName(search.range) ? search.range : '1h'}
          onRange={(name) => change({ range: name === '1h' ? undefined : name })}
        />
      )}
    </Page>
  );
}
