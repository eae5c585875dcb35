import { setupPageTexts } from '../../texts/setup-page.ts';
import type { Language } from './preferred-language.ts';

interface SetupPageOptions {
  language: Language;
  /** Of the content security policy. */
  nonce: string;
  /** False when there is a user already: the page says so and has no form. */
  isPending: boolean;
}

/** The whole page, which asks for nothing but the API. */
export function setupPage({ language, nonce, isPending }: SetupPageOptions): string {
  const texts = setupPageTexts[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${texts.title}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main>
<h1>${texts.title}</h1>
${isPending ? form(language) : `<p>${texts.over}</p>`}
</main>
${isPending ? `<script nonce="${nonce}">const texts = ${JSON.stringify(texts)};${script}</script>` : ''}
</body>
</html>`;
}

function form(language: Language): string {
  const texts = setupPageTexts[language];
  return `<p>${texts.lead}</p>
<form id="setup">
<label for="username">${texts.username}</label>
<input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required
 maxlength="100" pattern="[_a-zA-Z0-9]+" aria-describedby="username-hint" autofocus>
<small id="username-hint">${texts.usernameHint}</small>
<label for="password">${texts.password}</label>
<input id="password" name="password" type="password" autocomplete="new-password" required minlength="8" maxlength="64"
 aria-describedby="password-hint">
<small id="password-hint">${texts.passwordHint}</small>
<label for="repeat">${texts.repeat}</label>
<input id="repeat" type="password" autocomplete="new-password" required maxlength="64">
<button>${texts.submit}</button>
</form>
<p id="outcome" role="status"></p>`;
}

const style = `
:root { color-scheme: light dark; --line: light-dark(#7a808b, #858b97); --accent: light-dark(#b3341f, #ff8a70); }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#f6f6f4, #16181d); color: light-dark(#1c1f24, #e8e9ec); }
main { max-width: 26rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
label { display: block; margin: 1rem 0 .3rem; font-weight: 600; }
input { width: 100%; padding: .6rem; font: inherit; color: inherit; background: light-dark(#fff, #1f2229); border: 1px solid var(--line); border-radius: .4rem; }
small { display: block; margin-top: .3rem; opacity: .8; }
button { width: 100%; margin-top: 1.5rem; padding: .7rem; font: inherit; font-weight: 600; border: 0; border-radius: .4rem;
  background: var(--accent); color: light-dark(#fff, #16181d); cursor: pointer; }
button:disabled { opacity: .6; cursor: wait; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#outcome { min-height: 1.5em; overflow-wrap: anywhere; }
`;

/** Runs in the browser. The token leaves the address bar at once, and with it the history. */
const script = `
const token = new URLSearchParams(location.search).get('token') ?? '';
history.replaceState(null, '', location.pathname);
const form = document.getElementById('setup');
const outcome = document.getElementById('outcome');
const button = form.querySelector('button');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { username, password, repeat } = form.elements;
  if (password.value !== repeat.value) { outcome.textContent = texts.mismatch; repeat.focus(); return; }
  button.disabled = true;
  outcome.textContent = '';
  try {
    const answer = await fetch('/api/v5/setup', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, username: username.value, password: password.value }),
    });
    if (answer.status === 201) {
      outcome.textContent = texts.created + ' ' + username.value;
      form.remove();
      return;
    }
    const problem = await answer.json();
    outcome.textContent = problem.code === 'BAD_TOKEN' ? texts.badToken : texts.failed + ' ' + explain(problem);
  } catch {
    outcome.textContent = texts.unreachable;
  }
  button.disabled = false;
});
function explain({ message }) {
  try {
    const { path, reason, explanation = reason } = JSON.parse(message);
    return (texts[path] ?? path) + ': ' + (texts[path + 'Hint'] ?? explanation);
  } catch {
    return message;
  }
}
`;
