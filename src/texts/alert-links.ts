/** What stands on the links below a message. */
const en = { view: 'View', acknowledge: "I'm on it", silence: 'Silence 1 h' };

const zh: typeof en = { view: '查看', acknowledge: '我来处理', silence: '静默 1 小时' };

export const alertLinkTexts = { en, zh };
