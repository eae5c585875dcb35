import { type AlertPageTexts, alertPageTexts } from '../../texts/alert-page.ts';
import { Html, html } from './html.ts';
import { pageStyle } from './page-style.ts';

export type PageLanguage = 'en' | 'zh';

interface PageFrame {
  readonly language: PageLanguage;
  /** Of the content security policy. */
  readonly nonce: string;
  readonly title: string;
  readonly content: Html;
}

/** A whole page without a script, which asks for nothing from anywhere. */
export function framePage({ language, nonce, title, content }: PageFrame): string {
  const other = language === 'zh' ? 'en' : 'zh';
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style nonce="${nonce}">${new Html(pageStyle)}</style>
</head>
<body>
<main>
${content}
<footer><a href="?lang=${other}" lang="${other}" hreflang="${other}">${alertPageTexts[language].otherLanguage}</a></footer>
</main>
</body>
</html>
`.text;
}

/** What is said when there is nothing to show, or nothing could be done. */
export function problemPage(
  problem: keyof AlertPageTexts['problems'],
  { language, nonce }: Pick<PageFrame, 'language' | 'nonce'>,
): string {
  const { title, text } = alertPageTexts[language].problems[problem];
  return framePage({ language, nonce, title, content: html`<h1>${title}</h1>\n<p>${text}</p>` });
}
