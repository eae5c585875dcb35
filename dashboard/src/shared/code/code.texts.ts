import { defineTexts } from '../texts/texts.ts';

export const codeTexts = defineTexts(
  {
    loading: 'The editor is loading …',
    leave: 'Esc, then Tab leaves the editor.',
    problem: 'Problem',
    /** What CodeMirror itself says: its words are its keys. */
    phrases: {} as Record<string, string>,
    groups: { events: 'Events', columns: 'Columns', functions: 'Functions', snippets: 'Patterns' },
    notJson: 'This is not JSON.',
  },
  {
    loading: '正在加载编辑器…',
    leave: '按 Esc 再按 Tab 离开编辑器。',
    problem: '问题',
    phrases: {
      Completions: '补全',
      Diagnostics: '问题',
      'No diagnostics': '没有问题',
      'Control character': '控制字符',
      'Selection deleted': '已删除所选内容',
      Find: '查找',
      'Fold line': '折叠',
      'Unfold line': '展开',
      'folded code': '已折叠的内容',
      unfold: '展开',
      to: '到',
      'current match': '当前匹配',
      'replaced match on line $': '已替换第 $ 行',
    },
    groups: { events: '事件', columns: '字段', functions: '函数', snippets: '常用写法' },
    notJson: '不是 JSON。',
  },
);
