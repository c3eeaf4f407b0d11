import { expect, it } from 'vitest';
import { parseNotebook } from './notebook';

const notebook = {
  nbformat: 4,
  cells: [
    { cell_type: 'markdown', source: ['# Title\n', 'text'] },
    {
      cell_type: 'code',
      source: 'print(1)',
      execution_count: 3,
      outputs: [
        { output_type: 'stream', name: 'stdout', text: ['1\n', '2\n'] },
        { output_type: 'display_data', data: { 'image/png': 'iVBO\nRw0', 'text/plain': '<Figure>' } },
        { output_type: 'execute_result', data: { 'text/html': ['<table>', '</table>'], 'text/plain': 'frame' } },
        { output_type: 'execute_result', data: { 'application/javascript': 'alert(1)', 'text/plain': 'plain' } },
        { output_type: 'error', ename: 'ValueError', evalue: 'no', traceback: ['\u001b[0;31mValueError\u001b[0m: no'] },
      ],
    },
    null,
  ],
};

it('reads cells and the outputs that show most without running anything', () => {
  const [title, code, odd] = parseNotebook(JSON.stringify(notebook));
  expect(title).toEqual({ kind: 'markdown', source: '# Title\ntext', count: undefined, outputs: [] });
  expect(code?.count).toBe(3);
  expect(code?.outputs).toEqual([
    { kind: 'text', text: '1\n2\n', error: false },
    { kind: 'image', url: 'data:image/png;base64,iVBORw0' },
    { kind: 'html', html: '<table></table>' },
    { kind: 'text', text: 'plain', error: false },
    { kind: 'text', text: 'ValueError: no', error: true },
  ]);
  expect(odd?.kind).toBe('raw');
});

it('refuses what is no notebook', () => {
  expect(() => parseNotebook('{"a": 1}')).toThrow('no cells');
  expect(() => parseNotebook('not json')).toThrow();
});
